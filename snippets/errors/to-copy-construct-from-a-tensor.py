# %% raise tags=["wrong"]
import torch

weights = torch.tensor([1.0, 2.0], requires_grad=True)
copy = torch.tensor(weights)
print(copy.requires_grad)
#> UserWarning: To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or sourceTensor.detach().clone().requires_grad_(True), rather than torch.tensor(sourceTensor).
#> False

# %% fix tags=["right"]
copy = weights.detach().clone()
print(copy)
#> tensor([1., 2.])

# %% fix-dtype tags=["right"]
print(torch.as_tensor(weights) is weights)
print(weights.to(torch.float64))
#> True
#> tensor([1., 2.], dtype=torch.float64, grad_fn=<ToCopyBackward0>)

# %% fix-list tags=["right"]
rows = [torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])]
print(torch.stack(rows))
#> tensor([[1., 2.],
#>         [3., 4.]])
