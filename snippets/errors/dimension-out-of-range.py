# %% raise tags=["raises-exception"]
import torch

row = torch.tensor([1.0, 2.0, 3.0])
row.softmax(dim=1)
#> IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)

# %% squeeze tags=["raises-exception"]
outputs = torch.ones(1, 5, 1)  # a last batch of one sample
outputs.squeeze().argmax(dim=1)
#> IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)

# %% cat tags=["raises-exception"]
torch.cat([row, row], dim=1)
#> IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)

# %% fix tags=["right"]
print(row.shape, row.softmax(dim=-1))
#> torch.Size([3]) tensor([0.0900, 0.2447, 0.6652])

# %% fix-squeeze tags=["right"]
print(outputs.squeeze(-1).argmax(dim=1))
#> tensor([0])

# %% fix-cat tags=["right"]
print(torch.stack([row, row], dim=1).shape)
print(torch.cat([row[None], row[None]], dim=1).shape)
#> torch.Size([3, 2])
#> torch.Size([1, 6])
