# %% raise tags=["raises-exception"]
import torch

table = torch.tensor([[1, 2, 3], [4, 5, 6]])
keep = torch.tensor([True, False, True])
table[keep]
#> IndexError: The shape of the mask [3] at index 0 does not match the shape of the indexed tensor [2, 3] at index 0

# %% stale tags=["raises-exception"]
scores = torch.tensor([0.9, 0.2, 0.8, 0.7])
good = scores > 0.5
scores = scores[good]
scores[good]
#> IndexError: The shape of the mask [4] at index 0 does not match the shape of the indexed tensor [3] at index 0

# %% byte tags=["raises-exception"]
logits = torch.zeros(4, 10)
labels = torch.tensor([3, 1, 7, 0], dtype=torch.uint8)
logits[torch.arange(4), labels]
#> UserWarning: indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool instead. ...
#> IndexError: The shape of the mask [4] at index 0 does not match the shape of the indexed tensor [4, 10] at index 1

# %% flat tags=["raises-exception"]
image = torch.zeros(4, 4)
image[torch.ones(16, dtype=torch.bool)] = 1
#> IndexError: The shape of the mask [16] at index 0 does not match the shape of the indexed tensor [4, 4] at index 0

# %% fix tags=["right"]
print(table[:, keep])
#> tensor([[1, 3],
#>         [4, 6]])

# %% fix-stale tags=["right"]
good = scores > 0.75
print(scores[good])
#> tensor([0.9000, 0.8000])

# %% fix-byte tags=["right"]
print(logits[torch.arange(4), labels.long()])
#> tensor([0., 0., 0., 0.])

# %% fix-flat tags=["right"]
image[torch.ones(16, dtype=torch.bool).view_as(image)] = 1
print(image.sum())
#> tensor(16.)
