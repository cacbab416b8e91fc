# %% raise tags=["raises-exception"]
import io
from pathlib import Path

import torch

Path("empty.pt").touch()
torch.load("empty.pt", weights_only=False)
#> EOFError: Ran out of input

# %% default tags=["raises-exception"]
torch.load("empty.pt")
#> EOFError

# %% buffer tags=["raises-exception"]
buffer = io.BytesIO()
torch.save(torch.arange(3), buffer)
torch.load(buffer)
#> EOFError

# %% size tags=["right"]
print(Path("empty.pt").stat().st_size)
#> 0

# %% rewind tags=["right"]
buffer.seek(0)
print(torch.load(buffer))
#> tensor([0, 1, 2])

# %% replace tags=["right"]
torch.save(torch.arange(3), "new.tmp")
Path("new.tmp").replace("empty.pt")
print(torch.load("empty.pt"))
#> tensor([0, 1, 2])
