# %% raise tags=["raises-exception"]
import torch

table = 2 * torch.ones(3, 2, requires_grad=True)
with torch.no_grad():
    padding = table[0]
padding.zero_()
#> RuntimeError: A view was created in no_grad mode and is being modified inplace with grad mode enabled. Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the no_grad block (if you don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked).

# %% fix-inside tags=["right"]
with torch.no_grad():
    padding = table[0]
    padding.zero_()
print(table)
#> tensor([[0., 0.],
#>         [2., 2.],
#>         [2., 2.]], grad_fn=<MulBackward0>)

# %% fix-outside tags=["right"]
w = torch.ones(3, 2, requires_grad=True)
table = 2 * w
padding = table[0]
padding.zero_()
table.sum().backward()
print(w.grad)
#> tensor([[0., 0.],
#>         [2., 2.],
#>         [2., 2.]])
