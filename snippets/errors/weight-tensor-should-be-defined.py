# %% raise tags=["raises-exception"]
import torch
from torch import nn

scores = torch.zeros(4, 3)
labels = torch.tensor([0, 0, 0, 2])
weight = torch.tensor([1.0, 3.0])
nn.CrossEntropyLoss(weight=weight)(scores, labels)
#> RuntimeError: weight tensor should be defined either for all 3 classes or no classes but got weight tensor of shape: [2]

# %% missing-class tags=["wrong"]
print(labels.unique(return_counts=True)[1])
#> tensor([3, 1])

# %% double tags=["raises-exception"]
weight = torch.tensor([1.0, 1.0, 3.0], dtype=torch.float64)
nn.CrossEntropyLoss(weight=weight)(scores, labels)
#> RuntimeError: expected scalar type Float but found Double

# %% count tags=["right"]
counts = labels.bincount(minlength=scores.shape[1])
weight = len(labels) / (len(counts) * counts.clamp(min=1))
print(counts, weight)
print(nn.CrossEntropyLoss(weight=weight)(scores, labels))
#> tensor([3, 0, 1]) tensor([0.4444, 1.3333, 1.3333])
#> tensor(1.0986)

# %% float tags=["right"]
weight = torch.tensor([1.0, 1.0, 3.0], dtype=torch.float64)
print(nn.CrossEntropyLoss(weight=weight.float())(scores, labels))
#> tensor(1.0986)
