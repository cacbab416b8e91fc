# %% three-losses
import torch
from torch import nn

prediction = torch.tensor([1.0, 2.0, 3.0, 4.0])
target = torch.tensor([1.0, 3.0, 3.0, 14.0])
print(nn.MSELoss()(prediction, target))
print(nn.L1Loss()(prediction, target))
print(nn.HuberLoss()(prediction, target))
#> tensor(25.2500)
#> tensor(2.7500)
#> tensor(2.5000)

# %% by-hand
error = prediction - target
print((error**2).mean(), error.abs().mean())
quadratic = error**2 / 2
linear = error.abs() - 0.5
print(torch.where(error.abs() <= 1, quadratic, linear).mean())
#> tensor(25.2500) tensor(2.7500)
#> tensor(2.5000)

# %% outlier
values = torch.tensor([1.0, 2.0, 3.0, 4.0, 90.0])
guesses = torch.arange(0.0, 100.0, 0.5)
for loss_fn in (nn.MSELoss(), nn.L1Loss(), nn.HuberLoss()):
    losses = [loss_fn(guess.expand(5), values).item() for guess in guesses]
    best = losses.index(min(losses))
    print(loss_fn, guesses[best])
#> MSELoss() tensor(20.)
#> L1Loss() tensor(3.)
#> HuberLoss() tensor(3.)

# %% gradient
for loss_fn in (nn.MSELoss, nn.L1Loss, nn.HuberLoss):
    error = torch.tensor([-10.0, -0.1, 0.0, 0.1, 10.0], requires_grad=True)
    loss_fn(reduction="sum")(error, torch.zeros(5)).backward()
    print(error.grad)
#> tensor([-20.0000,  -0.2000,   0.0000,   0.2000,  20.0000])
#> tensor([-1., -1.,  0.,  1.,  1.])
#> tensor([-1.0000, -0.1000,  0.0000,  0.1000,  1.0000])

# %% smooth-l1
error = torch.tensor([0.5, 10.0])
zero = torch.zeros(2)
print(nn.HuberLoss(delta=2.0, reduction="none")(error, zero))
print(nn.SmoothL1Loss(beta=2.0, reduction="none")(error, zero))
#> tensor([ 0.1250, 18.0000])
#> tensor([0.0625, 9.0000])

# %% reduction
prediction = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
target = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 0.0]])
print(nn.MSELoss()(prediction, target))
print(nn.MSELoss(reduction="none")(prediction, target).sum(dim=1).mean())
#> tensor(6.)
#> tensor(12.)

# %% weighted
weight = torch.tensor([1.0, 1.0, 0.5])
per_sample = nn.MSELoss(reduction="none")(prediction, target).mean(dim=1)
print(per_sample)
print((weight * per_sample).sum() / weight.sum())
#> tensor([ 0.,  0., 18.])
#> tensor(3.6000)

# %% dtype tags=["requires-torch-2.12"]
prediction = torch.tensor([1.0, 2.0], requires_grad=True)
target = torch.tensor([1.0, 4.0], dtype=torch.float64)
loss = nn.MSELoss()(prediction, target)
loss.backward()
print(loss.dtype, prediction.grad.dtype)
print(nn.MSELoss()(prediction, torch.tensor([1, 4])).dtype)
#> torch.float64 torch.float32
#> torch.float32

# %% shape-mismatch tags=["wrong"]
prediction = torch.tensor([[0.0], [1.0], [2.0], [3.0]])
target = torch.tensor([0.0, 1.0, 2.0, 3.0])
print(nn.MSELoss()(prediction, target))
#> UserWarning: Using a target size (torch.Size([4])) that is different to the input size (torch.Size([4, 1])). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.
#> tensor(2.5000)

# %% broadcast-error
print(prediction - target)
#> tensor([[ 0., -1., -2., -3.],
#>         [ 1.,  0., -1., -2.],
#>         [ 2.,  1.,  0., -1.],
#>         [ 3.,  2.,  1.,  0.]])

# %% same-shape tags=["right"]
print(nn.MSELoss()(prediction.squeeze(1), target))
print(nn.MSELoss()(prediction, target.unsqueeze(1)))
#> tensor(0.)
#> tensor(0.)

# %% learns-the-mean
torch.manual_seed(0)
x = torch.tensor([[0.0], [1.0], [2.0], [3.0]])
column = torch.tensor([[1.0], [2.0], [3.0], [4.0]])
for y in (column.squeeze(1), column):
    net = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(500):
        loss = ((net(x) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(y.shape, net(x).detach().squeeze(1).round(decimals=3))
#> torch.Size([4]) tensor([2.5000, 2.5000, 2.5000, 2.5000])
#> torch.Size([4, 1]) tensor([1., 2., 3., 4.])

# %% integer-tensors tags=["raises-exception"]
prediction, target = torch.tensor([1, 2]), torch.tensor([1, 4])
nn.MSELoss()(prediction, target)
#> NotImplementedError: "mse_cpu" not implemented for 'Long'

# %% float-tensors tags=["right"]
print(nn.MSELoss()(prediction.float(), target.float()))
#> tensor(2.)

# %% huber-double-target tags=["raises-exception"]
prediction = torch.tensor([1.0, 2.0], requires_grad=True)
target = torch.tensor([1.0, 4.0], dtype=torch.float64)
nn.HuberLoss()(prediction, target).backward()
#> RuntimeError: Found dtype Double but expected Float

# %% huber-float-target tags=["right"]
nn.HuberLoss()(prediction, target.float()).backward()
print(prediction.grad)
#> tensor([ 0.0000, -0.5000])

# %% root-of-zero tags=["wrong"]
prediction = torch.tensor([1.0, 2.0], requires_grad=True)
nn.MSELoss()(prediction, torch.tensor([1.0, 2.0])).sqrt().backward()
print(prediction.grad)
#> tensor([nan, nan])

# %% root-with-epsilon tags=["right"]
prediction.grad = None
mse = nn.MSELoss()(prediction, torch.tensor([1.0, 2.0]))
(mse + 1e-8).sqrt().backward()
print(prediction.grad)
#> tensor([0., 0.])
