# %% raise tags=["raises-exception"]
from pathlib import Path

import torch

torch.save({"epoch": 1}, "checkpoints/last.pt")
#> RuntimeError: Parent directory checkpoints does not exist.

# %% make tags=["right"]
path = Path("checkpoints/last.pt")
path.parent.mkdir(parents=True, exist_ok=True)
torch.save({"epoch": 1}, path)
print(torch.load(path))
#> {'epoch': 1}

# %% where tags=["right"]
print(path.is_absolute(), path.parent.is_dir())
#> False True
