# %% raise tags=["raises-exception"]
import torch

a = torch.tensor([[4.0, 0.0], [0.0, 2.0]])
a.symeig(eigenvectors=True)
#> RuntimeError: This function was deprecated since version 1.9 and is now removed. ...

# %% eigh tags=["right"]
values, vectors = torch.linalg.eigh(a)
print(values)
#> tensor([2., 4.])

# %% solve tags=["right"]
b = torch.tensor([[4.0], [6.0]])
x = torch.linalg.solve(a, b)
print(x, torch.equal(a @ x, b))
#> tensor([[1.],
#>         [3.]]) True
