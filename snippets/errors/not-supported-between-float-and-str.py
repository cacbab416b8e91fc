# %% raise tags=["raises-exception"]
import argparse

import torch

w = torch.zeros(1, requires_grad=True)
config = {"lr": "1e-3"}
torch.optim.AdamW([w], lr=config["lr"])
#> TypeError: '<=' not supported between instances of 'float' and 'str'

# %% sgd tags=["raises-exception"]
torch.optim.SGD([w], lr=config["lr"])
#> TypeError: '<' not supported between instances of 'str' and 'float'

# %% arguments tags=["raises-exception"]
parser = argparse.ArgumentParser()
parser.add_argument("--lr")
args = parser.parse_args(["--lr", "0.001"])
torch.optim.AdamW([w], lr=args.lr)
#> TypeError: '<=' not supported between instances of 'float' and 'str'

# %% fix tags=["right"]
optimizer = torch.optim.AdamW([w], lr=float(config["lr"]))
print(optimizer.param_groups[0]["lr"])
#> 0.001

# %% fix-arguments tags=["right"]
parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=1e-3)
args = parser.parse_args(["--lr", "3e-4"])
optimizer = torch.optim.AdamW([w], lr=args.lr)
print(optimizer.param_groups[0]["lr"])
#> 0.0003
