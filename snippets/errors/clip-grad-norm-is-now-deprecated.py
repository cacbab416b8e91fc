# %% raise tags=["wrong"]
import torch
from torch import nn

net = nn.Linear(2, 1)
net(torch.ones(1, 2)).sum().backward()
nn.utils.clip_grad_norm(net.parameters(), max_norm=1.0)
#> FutureWarning: `torch.nn.utils.clip_grad_norm` is now deprecated in favor of `torch.nn.utils.clip_grad_norm_`.

# %% fix tags=["right"]
norm = nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0)
print(norm)
#> tensor(1.0000)
