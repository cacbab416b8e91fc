# %% raise tags=["raises-exception"]
import torch
from torch import nn

images, labels = torch.zeros(4, 2, 5, 5), torch.tensor([0, 2, 1, 0])
features = images.view(-1, 25)
scores = nn.Linear(25, 3)(features)
nn.CrossEntropyLoss()(scores, labels)
#> ValueError: Expected input batch_size (8) to match target batch_size (4).

# %% last-batch tags=["raises-exception"]
scores = torch.zeros(4, 3)
nn.CrossEntropyLoss()(scores, labels[:2])
#> ValueError: Expected input batch_size (4) to match target batch_size (2).

# %% one-label tags=["raises-exception"]
nn.CrossEntropyLoss()(scores, torch.tensor(2))
#> ValueError: Expected input batch_size (4) to match target batch_size (0).

# %% flatten tags=["right"]
features = images.flatten(start_dim=1)
scores = nn.Linear(features.shape[1], 3)(features)
print(features.shape, scores.shape, labels.shape)
print(nn.CrossEntropyLoss()(scores, labels).shape)
#> torch.Size([4, 50]) torch.Size([4, 3]) torch.Size([4])
#> torch.Size([])

# %% language-model tags=["right"]
scores, words = torch.zeros(2, 5, 7), torch.zeros(2, 5).long()
loss_fn = nn.CrossEntropyLoss()
print(loss_fn(scores.flatten(0, 1), words.flatten()))
#> tensor(1.9459)
