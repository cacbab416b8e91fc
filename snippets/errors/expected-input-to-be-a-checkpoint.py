# %% raise tags=["raises-exception"]
from pathlib import Path

import torch

Path("page.pt").write_text("<html>404</html>")
unsafe = torch.serialization.get_unsafe_globals_in_checkpoint
unsafe("page.pt")
#> ValueError: Expected input to be a checkpoint returned by torch.save

# %% old-format tags=["raises-exception"]
old = {"_use_new_zipfile_serialization": False}
torch.save({"w": torch.ones(2)}, "old.pt", **old)
unsafe("old.pt")
#> ValueError: Expected input to be a checkpoint returned by torch.save

# %% look tags=["right"]
print(Path("page.pt").read_bytes()[:5])
print(torch.load("old.pt"))
#> b'<html'
#> {'w': tensor([1., 1.])}

# %% save-again tags=["right"]
torch.save(torch.load("old.pt"), "new.pt")
print(unsafe("new.pt"))
#> []
