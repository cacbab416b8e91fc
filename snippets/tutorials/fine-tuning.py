# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)

# %% net
class Classifier(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16),
            nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1),
            nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(32 * 3 * 3, 64), nn.ReLU())
        self.head = nn.Linear(64, classes)

    def forward(self, x):
        return self.head(self.body(x))


# %% place
def place(images):
    placed = torch.zeros(len(images), 1, 12, 12)
    corners = torch.randint(5, (len(images), 2)).tolist()
    for target, image, (row, column) in zip(placed, images, corners):
        target[0, row:row + 8, column:column + 8] = image
    return placed


# %% data
digits = load_digits()
images = torch.tensor(digits.images, dtype=torch.float32) / 16
labels = torch.tensor(digits.target, dtype=torch.int64)
old, new = labels < 7, labels >= 7
print(old.sum(), place(images[old]).shape)
#> tensor(1264) torch.Size([1264, 1, 12, 12])

# %% train
def train(model, optimizer, x, y):
    model.train()
    model.body.train(next(model.body.parameters()).requires_grad)
    for index in torch.randperm(len(x)).split(64):
        logits = model(x[index].to(device))
        loss = F.cross_entropy(logits, y[index].to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


# %% accuracy
@torch.no_grad()
def accuracy(model, x, y):
    model.eval()
    predicted = model(x.to(device)).argmax(dim=1).cpu()
    return (predicted == y).float().mean().item()


# %% pretrain
base = Classifier(classes=7).to(device)
optimizer = torch.optim.AdamW(base.parameters(), lr=0.003)
for epoch in range(15):
    train(base, optimizer, place(images[old]), labels[old])
print(accuracy(base, place(images[old]), labels[old]) > 0.95)
torch.save(base.state_dict(), "base.pt")
#> True

# %% few
classes = labels[new] - 7
of_each = [(classes == c).nonzero().flatten()[:5] for c in range(3)]
few = torch.cat(of_each)
rest = torch.ones(len(classes), dtype=torch.bool)
rest[few] = False
x, y = place(images[new][few]), classes[few]
test_x, test_y = place(images[new][rest]), classes[rest]
print(x.shape, test_x.shape)
#> torch.Size([15, 1, 12, 12]) torch.Size([518, 1, 12, 12])

# %% scratch
scratch = Classifier(classes=3).to(device)
optimizer = torch.optim.AdamW(scratch.parameters(), lr=0.003)
for epoch in range(60):
    train(scratch, optimizer, x, y)
print(accuracy(scratch, x, y) > 0.9)
scratch_accuracy = accuracy(scratch, test_x, test_y)
#> True

# %% other-head
saved = torch.load("base.pt", map_location="cpu")
body = {name: value for name, value in saved.items()
        if not name.startswith("head.")}
model = Classifier(classes=3)
result = model.load_state_dict(body, strict=False)
model.to(device)
print(result.missing_keys, result.unexpected_keys)
#> ['head.weight', 'head.bias'] []

# %% freeze
model.body.requires_grad_(False)
trained = [p for p in model.parameters() if p.requires_grad]
print(sum(p.numel() for p in trained))
print(sum(p.numel() for p in model.parameters()))
#> 195
#> 23587

# %% train-head
optimizer = torch.optim.AdamW(trained, lr=0.01)
for epoch in range(30):
    train(model, optimizer, x, y)
now = model.state_dict()
print(all(torch.equal(now[name].cpu(), body[name]) for name in body))
head_accuracy = accuracy(model, test_x, test_y)
#> True

# %% unfreeze
model.body.requires_grad_(True)
optimizer = torch.optim.AdamW([
    {"params": model.body.parameters(), "lr": 0.0005},
    {"params": model.head.parameters(), "lr": 0.005}])
for epoch in range(30):
    train(model, optimizer, x, y)
tuned_accuracy = accuracy(model, test_x, test_y)

# %% compare tags=["varies"]
print(f"from scratch {scratch_accuracy:.2f}")
print(f"new head {head_accuracy:.2f}, all layers {tuned_accuracy:.2f}")
print(min(head_accuracy, tuned_accuracy) > scratch_accuracy + 0.05)
#> from scratch 0.52
#> new head 0.67, all layers 0.72
#> True

# %% size-mismatch tags=["raises-exception"]
Classifier(classes=3).load_state_dict(saved, strict=False)
#> RuntimeError: Error(s) in loading state_dict for Classifier:
#> 	size mismatch for head.weight: copying a param with shape torch.Size([7, 64]) from checkpoint, the shape in current model is torch.Size([3, 64]).
#> 	size mismatch for head.bias: copying a param with shape torch.Size([7]) from checkpoint, the shape in current model is torch.Size([3]).

# %% replace-head tags=["right"]
model = Classifier(classes=7)
print(model.load_state_dict(saved))
model.head = nn.Linear(model.head.in_features, 3)
print(model(x).shape)
#> <All keys matched successfully>
#> torch.Size([15, 3])

# %% no-freeze tags=["wrong"]
model.body.requires_grad = False
print(all(not p.requires_grad for p in model.body.parameters()))
#> False

# %% really-frozen tags=["right"]
model.body.requires_grad_(False)
print(all(not p.requires_grad for p in model.body.parameters()))
#> True

# %% batch-norm tags=["wrong"]
before = model.body[1].running_mean.clone()
model.train()
model(x)
print(torch.equal(model.body[1].running_mean, before))
#> False

# %% batch-norm-eval tags=["right"]
before = model.body[1].running_mean.clone()
model.train()
model.body.eval()
model(x)
print(torch.equal(model.body[1].running_mean, before))
#> True

# %% old-head tags=["wrong"]
model = Classifier(classes=7)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
model.head = nn.Linear(64, 3)
before = model.head.weight.clone()
F.cross_entropy(model(x), y).backward()
optimizer.step()
print(torch.equal(model.head.weight, before))
#> True

# %% new-head tags=["right"]
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
optimizer.step()
print(torch.equal(model.head.weight, before))
#> False

# %% all-frozen tags=["raises-exception"]
model.requires_grad_(False)
F.cross_entropy(model(x), y).backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% head-trains tags=["right"]
model.head.requires_grad_(True)
F.cross_entropy(model(x), y).backward()
print(model.head.weight.grad is not None)
#> True
