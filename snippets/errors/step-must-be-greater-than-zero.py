# %% raise tags=["raises-exception"]
import torch

x = torch.tensor([1, 2, 3, 4])
x[::-1]
#> ValueError: step must be greater than zero

# %% fix tags=["right"]
print(x.flip(0))
print(x.flip(0)[::2])
#> tensor([4, 3, 2, 1])
#> tensor([4, 2])

# %% fix-channels tags=["right"]
bgr = torch.tensor([[1, 2, 3], [4, 5, 6]])
print(bgr.flip(-1), bgr[..., [2, 1, 0]])
#> tensor([[3, 2, 1],
#>         [6, 5, 4]]) tensor([[3, 2, 1],
#>         [6, 5, 4]])
