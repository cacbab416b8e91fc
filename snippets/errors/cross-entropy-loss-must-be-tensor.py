# %% raise tags=["raises-exception"]
import torch
from torch import nn

scores = torch.zeros(2, 3)
labels = [0, 2]
nn.CrossEntropyLoss()(scores, labels)
#> TypeError: cross_entropy_loss(): argument 'target' (position 2) must be Tensor, not list

# %% other-losses tags=["raises-exception"]
nn.MSELoss()(torch.zeros(2), [0.0, 1.0])
#> AttributeError: 'list' object has no attribute 'size'

# %% input tags=["raises-exception"]
lstm = nn.LSTM(4, 3)
nn.CrossEntropyLoss()(lstm(torch.zeros(2, 4)), torch.tensor([0, 2]))
#> TypeError: cross_entropy_loss(): argument 'input' (position 1) must be Tensor, not tuple

# %% tensor tags=["right"]
print(nn.CrossEntropyLoss()(scores, torch.tensor(labels)))
#> tensor(1.0986)

# %% names tags=["right"]
classes = ["cat", "dog", "owl"]
batch = ("owl", "cat")
labels = torch.tensor([classes.index(name) for name in batch])
print(labels, nn.CrossEntropyLoss()(scores, labels))
#> tensor([2, 0]) tensor(1.0986)

# %% unpack tags=["right"]
output, state = lstm(torch.zeros(2, 4))
print(nn.CrossEntropyLoss()(output, labels).shape)
#> torch.Size([])
