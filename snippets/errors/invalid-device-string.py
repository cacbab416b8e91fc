# %% raise tags=["raises-exception"]
import os

import torch

torch.device("cuda:0,1")
#> RuntimeError: Invalid device string: 'cuda:0,1'

# %% fix tags=["right"]
number = 1
print(torch.device("cuda", number))
#> cuda:1

# %% fix-rank tags=["right"]
rank = int(os.environ.get("LOCAL_RANK", 0))
print(torch.device("cuda", rank))
#> cuda:0
