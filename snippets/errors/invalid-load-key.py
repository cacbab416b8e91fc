# %% raise tags=["raises-exception"]
from pathlib import Path

import torch

Path("page.pt").write_text("<html>Please log in</html>")
torch.load("page.pt", weights_only=False)
#> _pickle.UnpicklingError: invalid load key, '<'.

# %% default tags=["raises-exception"]
torch.load("page.pt")
#> _pickle.UnpicklingError: Weights only load failed. In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. Do it only if you got the file from a trusted source.
#> Please file an issue with the following so that we can make `weights_only=True` compatible with your use case: WeightsUnpickler error:
#>
#> Unsupported operand 60
#>
#> Check the documentation of torch.load to learn more about types accepted by default with weights_only https://pytorch.org/docs/stable/generated/torch.load.html.

# %% lfs tags=["raises-exception"]
Path("lfs.pt").write_text("version https://git-lfs.github.com/spec/v1")
torch.load("lfs.pt", weights_only=False)
#> _pickle.UnpicklingError: invalid load key, 'v'.

# %% operand tags=["right"]
print(chr(60), chr(118), chr(123))
#> < v {

# %% look tags=["right"]
torch.save({"w": torch.ones(2)}, "good.pt")
for name in ("page.pt", "lfs.pt", "good.pt"):
    print(Path(name).read_bytes()[:4])
#> b'<htm'
#> b'vers'
#> b'PK\x03\x04'
