# %% raise tags=["raises-exception"]
import torch
from torch import nn

loss_fn = nn.CrossEntropyLoss()
scores = torch.zeros(3, 4)  # 4 classes
labels = torch.tensor([1, 2, 4])
loss_fn(scores, labels)
#> IndexError: Target 4 is out of bounds.

# %% mask tags=["raises-exception"]
pixel_scores = torch.zeros(1, 4, 1, 3)
mask = torch.tensor([[[0, 3, 255]]])
loss_fn(pixel_scores, mask)
#> IndexError: Target 255 is out of bounds.

# %% minus-one tags=["raises-exception"]
loss_fn(scores, torch.tensor([0, 1, -1]))
#> IndexError: Target -1 is out of bounds.

# %% one-output tags=["raises-exception"]
loss_fn(torch.zeros(2, 1), torch.tensor([0, 1]))
#> IndexError: Target 1 is out of bounds.

# %% look tags=["right"]
print(labels.min(), labels.max(), scores.shape[1])
print(loss_fn(scores, labels - 1))
#> tensor(1) tensor(4) 4
#> tensor(1.3863)

# %% renumber tags=["right"]
ids = torch.tensor([30, 10, 30])
names, labels = ids.unique(return_inverse=True)
print(names, labels)
print(loss_fn(scores, labels))
#> tensor([10, 30]) tensor([1, 0, 1])
#> tensor(1.3863)

# %% ignore tags=["right"]
print(nn.CrossEntropyLoss(ignore_index=255)(pixel_scores, mask))
#> tensor(1.3863)

# %% binary tags=["right"]
score = torch.zeros(2, 1).squeeze(1)
print(nn.BCEWithLogitsLoss()(score, torch.tensor([0.0, 1.0])))
#> tensor(0.6931)
