# %% raise tags=["raises-exception"]
import torch

rows = [torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])]
torch.tensor(rows)
#> ValueError: only one element tensors can be converted to Python scalars

# %% float tags=["raises-exception"]
float(rows[0])
#> ValueError: only one element tensors can be converted to Python scalars

# %% range tags=["raises-exception"]
range(rows[0])
#> TypeError: only integer tensors of a single element can be converted to an index

# %% fix tags=["right"]
print(torch.stack(rows))
print(torch.cat(rows))
#> tensor([[1., 2.],
#>         [3., 4.]])
#> tensor([1., 2., 3., 4.])

# %% fix-unequal tags=["right"]
uneven = [torch.tensor([1.0, 2.0]), torch.tensor([3.0])]
print(torch.nn.utils.rnn.pad_sequence(uneven, batch_first=True))
#> tensor([[1., 2.],
#>         [3., 0.]])

# %% fix-float tags=["right"]
print(float(rows[0].mean()), rows[0].tolist())
#> 1.5 [1.0, 2.0]

# %% numpy tags=["wrong"]
weight = torch.ones(2, requires_grad=True)
copied = torch.tensor([row.tolist() for row in [weight, weight]])
print(copied.requires_grad, torch.stack([weight, weight]).requires_grad)
#> False True
