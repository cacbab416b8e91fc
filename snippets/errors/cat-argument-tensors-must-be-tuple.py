# %% raise tags=["raises-exception"]
import torch

left, right = torch.zeros(2, 3), torch.ones(2, 3)
torch.cat(left, right)
#> TypeError: cat(): argument 'tensors' (position 1) must be tuple of Tensors, not Tensor
#torch<2.13> TypeError: cat() received an invalid combination of arguments - got (Tensor, Tensor), but expected one of:
#torch<2.13>  * (tuple of Tensors tensors, int dim = 0, *, Tensor out = None)
#torch<2.13>  * (tuple of Tensors tensors, name dim, *, Tensor out = None)

# %% dim tags=["raises-exception"]
torch.cat(left, right, 1)
#> TypeError: cat() takes from 1 to 2 positional arguments but 3 were given
#torch<2.13> TypeError: cat() received an invalid combination of arguments - got (Tensor, Tensor, int), but expected one of:
#torch<2.13>  * (tuple of Tensors tensors, int dim = 0, *, Tensor out = None)
#torch<2.13>  * (tuple of Tensors tensors, name dim, *, Tensor out = None)

# %% element tags=["raises-exception"]
torch.cat([left, right.numpy()])
#> TypeError: expected Tensor as element 1 in argument 0, but got numpy.ndarray

# %% nested tags=["raises-exception"]
torch.cat([[left], [right]])
#> TypeError: expected Tensor as element 0 in argument 0, but got list

# %% fix tags=["right"]
print(torch.cat([left, right]).shape, torch.cat([left, right], 1).shape)
#> torch.Size([4, 3]) torch.Size([2, 6])

# %% fix-element tags=["right"]
print(torch.cat([left, torch.from_numpy(right.numpy())]).shape)
print(torch.cat([left, *[right, right]]).shape)
#> torch.Size([4, 3])
#> torch.Size([6, 3])
