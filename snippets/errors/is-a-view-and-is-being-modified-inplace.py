# %% raise tags=["raises-exception"]
import torch

w = torch.arange(6.0).reshape(2, 3).requires_grad_()
h = 2 * w
for row in h:
    row -= row.mean()
#> RuntimeError: Output 0 of Unbind is a view and is being modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.
#torch<2.13> RuntimeError: Output 0 of UnbindBackward0 is a view and is being modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.

# %% split tags=["raises-exception"]
gate, value = h.split([1, 2], dim=1)
gate.sigmoid_()
#> RuntimeError: Output 0 of SplitWithSizes is a view and is being modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.
#torch<2.13> RuntimeError: Output 0 of SplitWithSizesBackward0 is a view and is being modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.

# %% base tags=["raises-exception"]
gate, value = h.split([1, 2], dim=1)
h += 1
gate.sigmoid()
#> RuntimeError: Output 0 of SplitWithSizes is a view and its base or another view of its base has been modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.
#torch<2.13> RuntimeError: Output 0 of SplitWithSizesBackward0 is a view and its base or another view of its base has been modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.

# %% fix-new tags=["right"]
rows = torch.stack([row - row.mean() for row in h])
print(rows.detach())
#> tensor([[-2.,  0.,  2.],
#>         [-2.,  0.,  2.]])

# %% fix-index tags=["right"]
h = 2 * w
for i in range(len(h)):
    h[i] -= 1
h[:, :1] += 1
print(h.detach())
#> tensor([[0., 1., 3.],
#>         [6., 7., 9.]])

# %% fix-image tags=["right"]
image = h.detach().clone()
for row in image:
    row /= row.max()
print(image)
#> tensor([[0.0000, 0.3333, 1.0000],
#>         [0.6667, 0.7778, 1.0000]])
