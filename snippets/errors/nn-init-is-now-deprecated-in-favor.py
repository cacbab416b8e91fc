# %% raise tags=["wrong"]
import torch
from torch import nn

weight = torch.empty(3, 3)
nn.init.xavier_uniform(weight)
#> FutureWarning: `nn.init.xavier_uniform` is now deprecated in favor of `nn.init.xavier_uniform_`.

# %% others tags=["wrong"]
nn.init.constant(weight, 0.5)
nn.init.kaiming_normal(weight)
#> FutureWarning: `nn.init.constant` is now deprecated in favor of `nn.init.constant_`.
#> FutureWarning: `nn.init.kaiming_normal` is now deprecated in favor of `nn.init.kaiming_normal_`.

# %% names tags=["right"]
nn.init.xavier_uniform_(weight)
nn.init.constant_(weight, 0.5)
nn.init.kaiming_normal_(weight)
