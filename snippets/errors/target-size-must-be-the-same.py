# %% raise tags=["raises-exception"]
import torch
from torch import nn

scores = torch.tensor([[0.5], [-1.0], [2.0]])
labels = torch.tensor([1.0, 0.0, 1.0])
nn.BCEWithLogitsLoss()(scores, labels)
#> ValueError: Target size (torch.Size([3])) must be the same as input size (torch.Size([3, 1]))

# %% probabilities tags=["raises-exception"]
nn.BCELoss()(scores.sigmoid(), labels)
#> ValueError: Using a target size (torch.Size([3])) that is different to the input size (torch.Size([3, 1])) is deprecated. Please ensure they have the same size.

# %% last-batch tags=["raises-exception"]
nn.BCEWithLogitsLoss()(scores[:1].squeeze(), labels[:1])
#> ValueError: Target size (torch.Size([1])) must be the same as input size (torch.Size([]))

# %% two-columns tags=["raises-exception"]
nn.BCEWithLogitsLoss()(torch.zeros(3, 2), labels)
#> ValueError: Target size (torch.Size([3])) must be the same as input size (torch.Size([3, 2]))

# %% expand tags=["wrong"]
wide = labels.expand(3, 3)
print(nn.BCEWithLogitsLoss()(scores.expand(3, 3), wide))
#> tensor(0.8048)

# %% squeeze tags=["right"]
print(nn.BCEWithLogitsLoss()(scores.squeeze(1), labels))
print(nn.BCEWithLogitsLoss()(scores, labels.unsqueeze(1)))
#> tensor(0.3048)
#> tensor(0.3048)

# %% cross-entropy tags=["right"]
print(nn.CrossEntropyLoss()(torch.zeros(3, 2), labels.long()))
#> tensor(0.6931)
