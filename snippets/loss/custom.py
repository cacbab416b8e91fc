# %% function
import torch
from torch import nn


def relative_error(output, target):
    return ((output - target).abs() / target.abs().clamp(min=1.0)).mean()


output = torch.tensor([8.0, 110.0], requires_grad=True)
target = torch.tensor([10.0, 100.0])
loss = relative_error(output, target)
loss.backward()
print(loss, output.grad)
#> tensor(0.1500, grad_fn=<MeanBackward0>) tensor([-0.0500,  0.0050])

# %% train
torch.manual_seed(0)
x = torch.randn(64, 3)
y = 10 + x.sum(dim=1)
net = nn.Linear(3, 1)
optimizer = torch.optim.AdamW(net.parameters(), lr=0.1)
for step in range(201):
    loss = relative_error(net(x).squeeze(1), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 100 == 0:
        print(step, f"{loss.item():.2f}")
#> 0 1.04
#> 100 0.15
#> 200 0.00

# %% module
class WeightedMSE(nn.Module):
    def __init__(self, weight):
        super().__init__()
        self.register_buffer("weight", weight)

    def forward(self, output, target):
        return (self.weight * (output - target) ** 2).mean()


loss_fn = WeightedMSE(torch.tensor([1.0, 4.0]))
print(loss_fn(torch.zeros(1, 2), torch.ones(1, 2)))
#> tensor(2.5000)

# %% combine
net = nn.Linear(3, 2)
output = net(x)
mse = nn.functional.mse_loss(output, torch.zeros(64, 2))
penalty = sum(p.abs().sum() for p in net.parameters())
loss = mse + 0.01 * penalty
loss.backward()
print(loss > mse, net.bias.grad.shape)
#> tensor(True) torch.Size([2])

# %% focal
def focal_loss(logits, target, gamma=2.0, alpha=0.25):
    bce = nn.functional.binary_cross_entropy_with_logits(
        logits, target, reduction="none"
    )
    p_right = torch.exp(-bce)
    weight = alpha * target + (1 - alpha) * (1 - target)
    return (weight * (1 - p_right) ** gamma * bce).mean()


logits = torch.tensor([4.0, 0.5, -2.0])
labels = torch.tensor([1.0, 1.0, 1.0])
for logit, label in zip(logits, labels):
    print(f"{logit:.1f} {focal_loss(logit, label):.6f}")
#> 4.0 0.000001
#> 0.5 0.016893
#> -2.0 0.412520

# %% focal-is-bce
plain = nn.BCEWithLogitsLoss()(logits, labels)
print(torch.isclose(focal_loss(logits, labels, 0.0, 0.5), plain / 2))
#> tensor(True)

# %% focal-of-classes
def focal_cross_entropy(logits, label, gamma=2.0):
    ce = nn.functional.cross_entropy(logits, label, reduction="none")
    return ((1 - torch.exp(-ce)) ** gamma * ce).mean()


logits = torch.tensor([[2.0, 0.0, -1.0], [0.0, 3.0, 0.0]])
print(focal_cross_entropy(logits, torch.tensor([0, 1])))
#> tensor(0.0025)

# %% dice
def dice_loss(logits, target, eps=1.0):
    p = logits.sigmoid().flatten(start_dim=1)
    target = target.flatten(start_dim=1)
    overlap = (p * target).sum(dim=1)
    size = p.sum(dim=1) + target.sum(dim=1)
    return (1 - (2 * overlap + eps) / (size + eps)).mean()


mask = torch.tensor([[[0.0, 1.0], [1.0, 1.0]]])
for logits in (20 * mask - 10, torch.zeros_like(mask), 10 - 20 * mask):
    print(f"{dice_loss(logits, mask):.2f}")
#> 0.00
#> 0.33
#> 0.80

# %% dice-and-bce
logits = torch.zeros(1, 2, 2, requires_grad=True)
loss = nn.BCEWithLogitsLoss()(logits, mask) + dice_loss(logits, mask)
loss.backward()
print(logits.grad[0, 0, 0] > 0, logits.grad[0, 0, 1] < 0)
#> tensor(True) tensor(True)

# %% gradcheck
logits = torch.tensor([0.5, -2.0], dtype=torch.float64, requires_grad=True)
target = torch.tensor([1.0, 0.0], dtype=torch.float64)
print(torch.autograd.gradcheck(focal_loss, (logits, target)))
#> True

# %% log-of-softmax tags=["wrong"]
logits = torch.tensor([200.0, 0.0], requires_grad=True)
loss = -logits.softmax(dim=0)[1].log()
loss.backward()
print(loss, logits.grad)
#> tensor(inf, grad_fn=<NegBackward0>) tensor([nan, nan])

# %% log-softmax tags=["right"]
logits = torch.tensor([200.0, 0.0], requires_grad=True)
loss = -logits.log_softmax(dim=0)[1]
loss.backward()
print(loss, logits.grad)
#> tensor(200., grad_fn=<NegBackward0>) tensor([ 1., -1.])

# %% root-of-zero tags=["wrong"]
output = torch.tensor([1.0, 2.0], requires_grad=True)
loss = ((output - output.detach()) ** 2).sum().sqrt()
loss.backward()
print(loss, output.grad)
#> tensor(0., grad_fn=<SqrtBackward0>) tensor([nan, nan])

# %% root-with-eps tags=["right"]
output = torch.tensor([1.0, 2.0], requires_grad=True)
loss = (((output - output.detach()) ** 2).sum() + 1e-8).sqrt()
loss.backward()
print(output.grad)
#> tensor([0., 0.])

# %% where tags=["wrong"]
output = torch.tensor([0.0, 1.0], requires_grad=True)
loss = torch.where(output > 0, output.log(), 0.0).sum()
loss.backward()
print(loss, output.grad)
#> tensor(0., grad_fn=<SumBackward0>) tensor([nan, 1.])

# %% where-inside tags=["right"]
output = torch.tensor([0.0, 1.0], requires_grad=True)
safe = torch.where(output > 0, output, 1.0)
loss = safe.log().sum()
loss.backward()
print(loss, output.grad)
#> tensor(0., grad_fn=<SumBackward0>) tensor([0., 1.])

# %% rounded tags=["raises-exception"]
output = torch.tensor([2.0, -1.0], requires_grad=True)
predicted = output > 0
error = (predicted != torch.tensor([True, True])).float().mean()
error.backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% item tags=["raises-exception"]
output = torch.tensor([2.0, -1.0], requires_grad=True)
loss = torch.tensor((output**2).mean().item())
loss.backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% no-item tags=["right"]
loss = (output**2).mean()
loss.backward()
print(output.grad)
#> tensor([ 2., -1.])

# %% column tags=["wrong"]
output, target = torch.zeros(4, 1), torch.arange(4.0)
print(((output - target) ** 2).shape)
#> torch.Size([4, 4])

# %% checked-shape tags=["raises-exception"]
def my_loss(output, target):
    if output.shape != target.shape:
        shapes = f"{tuple(output.shape)} and {tuple(target.shape)}"
        raise ValueError(f"output and target differ: {shapes}")
    return ((output - target) ** 2).mean()


my_loss(output, target)
#> ValueError: output and target differ: (4, 1) and (4,)

# %% gradcheck-in-float32 tags=["wrong"]
logits = torch.tensor([0.5, -2.0], requires_grad=True)
inputs = (logits, torch.tensor([1.0, 0.0]))
print(
    torch.autograd.gradcheck(focal_loss, inputs, raise_exception=False)
)
#> UserWarning: Input #0 requires gradient and is not a double precision floating point or complex. This check will likely fail if all the inputs are not of double precision floating point or complex.
#> False

# %% gradcheck-in-float64 tags=["right"]
logits = logits.detach().double().requires_grad_()
inputs = (logits, torch.tensor([1.0, 0.0]).double())
print(torch.autograd.gradcheck(focal_loss, inputs))
#> True
