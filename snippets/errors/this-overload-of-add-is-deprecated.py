# %% warn tags=["wrong"]
import torch

weight, gradient = torch.zeros(2), torch.tensor([1.0, 2.0])
print(weight.add_(-0.5, gradient))
#> UserWarning: This overload of add_ is deprecated:
#> 	add_(Number alpha, Tensor other)
#> Consider using one of the following signatures instead:
#> 	add_(Tensor other, *, Number alpha = 1) ...
#> tensor([-0.5000, -1.0000])

# %% alpha tags=["right"]
weight = torch.zeros(2)
print(weight.add_(gradient, alpha=-0.5))
#> tensor([-0.5000, -1.0000])
