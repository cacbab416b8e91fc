# %% raise tags=["raises-exception"]
import torch
from torch import nn

p = torch.tensor([0.75, 0.25], requires_grad=True)
labels = torch.tensor([1, 0])
nn.BCELoss()(p, labels)
#> RuntimeError: Found dtype Long but expected Float

# %% double tags=["raises-exception"]
prices = torch.tensor([3.0, 5.0], dtype=torch.float64)
output = torch.tensor([2.5, 8.0], requires_grad=True)
nn.HuberLoss()(output, prices).backward()
#> RuntimeError: Found dtype Double but expected Float

# %% to-float tags=["right"]
print(nn.BCELoss()(p, labels.float()))
loss = nn.HuberLoss()(output, prices.float())
loss.backward()
print(output.grad)
#> tensor(0.2877, grad_fn=<BinaryCrossEntropyBackward0>)
#> tensor([-0.2500,  0.5000])

# %% at-the-source tags=["right"]
column = prices.numpy()
print(column.dtype, torch.from_numpy(column).dtype)
print(torch.as_tensor(column, dtype=torch.float32).dtype)
#> float64 torch.float64
#> torch.float32
