# %% raise tags=["raises-exception"]
import torch
from torch import nn
from torch.utils.data import DataLoader

norm = nn.BatchNorm1d(3)
sample = torch.tensor([[1.0, 2.0, 3.0]])
norm(sample)
#> ValueError: Expected more than 1 value per channel when training, got input size torch.Size([1, 3])

# %% last-batch
print([len(batch) for batch in DataLoader(range(9), batch_size=4)])
#> [4, 4, 1]

# %% pooled tags=["raises-exception"]
pooled = nn.AdaptiveAvgPool2d(1)(torch.zeros(1, 3, 8, 8))
nn.BatchNorm2d(3)(pooled)
#> ValueError: Expected more than 1 value per channel when training, got input size torch.Size([1, 3, 1, 1])

# %% one-group tags=["raises-exception"]
nn.GroupNorm(3, 3)(sample)
#> ValueError: Expected more than 1 value per channel when training, got input size [1, 3]

# %% instance-norm tags=["raises-exception"]
nn.InstanceNorm1d(3)(sample[:, :, None])
#> ValueError: Expected more than 1 spatial element when training, got input size torch.Size([1, 3, 1])

# %% eval tags=["right"]
norm.eval()
print(norm(sample).shape)
#> torch.Size([1, 3])

# %% drop-last tags=["right"]
loader = DataLoader(range(9), batch_size=4, drop_last=True)
print([len(batch) for batch in loader])
#> [4, 4]

# %% group-norm tags=["right"]
norm = nn.GroupNorm(1, 3)
print(norm(sample).shape)
#> torch.Size([1, 3])
