# %% raise tags=["raises-exception"]
import torch

features = torch.zeros(2, 128)
features.split([128 // 3] * 3, dim=1)
#> RuntimeError: split_with_sizes expects split_sizes to sum exactly to 128 (input tensor's size at dimension 1), but got split_sizes=[42, 42, 42]

# %% wrong-dim tags=["raises-exception"]
features.split([64, 64])
#> RuntimeError: split_with_sizes expects split_sizes to sum exactly to 2 (input tensor's size at dimension 0), but got split_sizes=[64, 64]

# %% extra-batch tags=["raises-exception"]
patches = torch.zeros(748, 64)[None]  # two images: 300 and 448
patches.split([300, 448])
#> RuntimeError: split_with_sizes expects split_sizes to sum exactly to 1 (input tensor's size at dimension 0), but got split_sizes=[300, 448]

# %% positions tags=["raises-exception"]
torch.arange(10).split([3, 7, 10])
#> RuntimeError: split_with_sizes expects split_sizes to sum exactly to 10 (input tensor's size at dimension 0), but got split_sizes=[3, 7, 10]

# %% fix tags=["right"]
third = features.shape[1] // 3
parts = features.split([third, third, features.shape[1] - 2 * third], 1)
print([part.shape[1] for part in parts])
print([part.shape[1] for part in features.tensor_split(3, dim=1)])
#> [42, 42, 44]
#> [43, 43, 42]

# %% fix-dim tags=["right"]
print([part.shape for part in features.split([64, 64], dim=1)])
#> [torch.Size([2, 64]), torch.Size([2, 64])]

# %% fix-extra-batch tags=["right"]
parts = patches.squeeze(0).split([300, 448])
print([part.shape for part in parts])
#> [torch.Size([300, 64]), torch.Size([448, 64])]

# %% fix-positions tags=["right"]
print(torch.arange(10).tensor_split([3, 7]))
#> (tensor([0, 1, 2]), tensor([3, 4, 5, 6]), tensor([7, 8, 9]))
