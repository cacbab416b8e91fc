# %% modes
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Dropout(0.5), nn.Linear(32, 1))
x = torch.ones(1, 4)
print(model(x))
print(model(x))

model.eval()
with torch.no_grad():
    print(model(x))
    print(model(x))
#> tensor([[0.4182]], grad_fn=<AddmmBackward0>)
#> tensor([[0.2724]], grad_fn=<AddmmBackward0>)
#> tensor([[0.3225]])
#> tensor([[0.3225]])

# %% draw-modes tags=["remove-input"]
from drawing.networks import modes

modes(model, x)

# %% training-flag
print([module.training for module in model])
model.train()
print([module.training for module in model])
#> [False, False, False, False]
#> [True, True, True, True]

# %% batch-norm
norm = nn.BatchNorm1d(1)
batch = torch.tensor([[1.0], [3.0]])
print(norm(batch).flatten().detach())
print(norm.running_mean, norm.running_var)

norm.eval()
print(norm(batch).flatten().detach())
print(norm.running_mean, norm.running_var)
#> tensor([-1.0000,  1.0000])
#> tensor([0.2000]) tensor([1.1000])
#> tensor([0.7628, 2.6697])
#> tensor([0.2000]) tensor([1.1000])

# %% same-in-both
layers = nn.Sequential(nn.Linear(4, 8), nn.LayerNorm(8), nn.GELU(), nn.Linear(8, 1))
in_train_mode = layers.train()(x)
in_eval_mode = layers.eval()(x)
print(torch.equal(in_train_mode, in_eval_mode))
#> True

# %% gradients-in-eval-mode
model.eval()
y = model(x)
print(y.requires_grad)
y.sum().backward()
print(model[0].weight.grad is None)
#> True
#> False

# %% no-grad-keeps-mode
model.train()
with torch.no_grad():
    print(model.training)
    print(model(x))
    print(model(x))
#> True
#> tensor([[-0.1122]])
#> tensor([[-0.1611]])

# %% statistics-under-no-grad
print(norm.train().running_mean)
with torch.no_grad():
    norm(batch)
print(norm.running_mean)
#> tensor([0.2000])
#> tensor([0.3800])

# %% inference-mode
model.eval()
with torch.inference_mode():
    y = model(x)
print(y.requires_grad, y.is_inference())
#> False True

# %% evaluate
@torch.no_grad()
def evaluate(model, inputs, targets):
    model.eval()
    return F.mse_loss(model(inputs), targets).item()


# %% training-loop
inputs = torch.randn(64, 4)
targets = inputs.sum(dim=1, keepdim=True)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for epoch in range(3):
    model.train()
    for x_part, y_part in zip(inputs.split(16), targets.split(16)):
        loss = F.mse_loss(model(x_part), y_part)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, f"{evaluate(model, inputs, targets):.2f}")
#> 0 0.99
#> 1 0.43
#> 2 0.25

# %% few-steps
torch.manual_seed(0)
inputs = torch.randn(256, 4) * 2 + 5
labels = (inputs.sum(dim=1) > 20).long()
classifier = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 2))
optimizer = torch.optim.SGD(classifier.parameters(), lr=1.0)
for step in range(5):
    loss = F.cross_entropy(classifier(inputs), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

# %% accuracy-in-both-modes
@torch.no_grad()
def accuracy(model):
    return (model(inputs).argmax(dim=1) == labels).float().mean().item()


print(f"eval mode  {accuracy(classifier.eval()):.2f}")
print(classifier[0].running_mean)
print(inputs.mean(dim=0))
print(f"train mode {accuracy(classifier.train()):.2f}")
#> eval mode  0.53
#> tensor([1.9926, 2.1812, 2.1171, 2.0047])
#> tensor([4.8657, 5.3263, 5.1698, 4.8955])
#> train mode 0.98

# %% new-statistics tags=["right"]
for module in classifier.modules():
    if isinstance(module, nn.BatchNorm1d):
        module.reset_running_stats()
        module.momentum = None
classifier.train()
with torch.no_grad():
    for part in inputs.split(64):
        classifier(part)
print(f"eval mode  {accuracy(classifier.eval()):.2f}")
#> eval mode  0.98

# %% left-in-eval-mode tags=["wrong"]
model.train()
evaluate(model, x, torch.zeros(1, 1))
print(model.training)
#> False

# %% missing-parentheses tags=["wrong"]
model.train()
model.eval
print(model.training)
#> True

# %% with-parentheses tags=["right"]
model.eval()
print(model.training)
#> False

# %% one-sample tags=["raises-exception"]
norm.train()
norm(torch.ones(1, 1))
#> ValueError: Expected more than 1 value per channel when training, got input size torch.Size([1, 1])

# %% one-sample-in-eval-mode tags=["right"]
norm.eval()
print(norm(torch.ones(1, 1)).shape)
#> torch.Size([1, 1])

# %% eval-and-numpy tags=["raises-exception"]
model.eval()
model(x).numpy()
#> RuntimeError: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.

# %% no-grad-and-numpy tags=["right"]
with torch.no_grad():
    print(model(x).numpy().shape)
#> (1, 1)

# %% frozen-norm tags=["wrong"]
model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU())
model[1].eval()
model.train()
print(model[1].training)
#> True

# %% frozen-after-train tags=["right"]
model.train()
model[1].eval()
print(model[1].training, model[1].weight.requires_grad)
#> False True

# %% mode-is-not-saved
model.eval()
clone = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU())
print(clone.load_state_dict(model.state_dict()))
print(model.training, clone.training)
#> <All keys matched successfully>
#> False True
