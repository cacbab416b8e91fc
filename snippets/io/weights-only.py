# %% plain-values-load
from collections import OrderedDict
from dataclasses import asdict, dataclass

import numpy as np
import torch

torch.save({"weight": torch.ones(2), "epoch": 3}, "run.pt")
print(torch.load("run.pt"))
#> {'weight': tensor([1., 1.]), 'epoch': 3}

# %% what-is-not-allowed
@dataclass
class Config:
    lr: float


torch.save({"weight": torch.ones(2), "config": Config(lr=0.1)}, "config.pt")
print(torch.serialization.get_unsafe_globals_in_checkpoint("config.pt"))
print(torch.serialization.get_unsafe_globals_in_checkpoint("run.pt"))
#> ['__main__.Config']
#> []

# %% allowed-types
values = {
    "numbers": [1, 0.5, True, None],
    "text": ("name", b"bytes"),
    "containers": [{1}, OrderedDict(a=1)],
    "torch": [torch.float16, torch.device("cpu"), torch.Size([2])],
    "parameter": torch.nn.Parameter(torch.ones(1)),
}
torch.save(values, "values.pt")
print(torch.load("values.pt") == values)
#> True

# %% optimizer-state
model = torch.nn.Linear(2, 1)
optimizer = torch.optim.Adam(model.parameters())
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
torch.save([model.state_dict(), optimizer.state_dict()], "state.pt")
print(torch.serialization.get_unsafe_globals_in_checkpoint("state.pt"))
#> []

# %% safe-globals
with torch.serialization.safe_globals([Config]):
    print(torch.load("config.pt"))
#> {'weight': tensor([1., 1.]), 'config': Config(lr=0.1)}

# %% code-in-a-file
class Harmless:
    def __reduce__(self):
        return print, ("This ran while the file was loaded.",)


torch.save({"weight": torch.ones(2), "extra": Harmless()}, "stranger.pt")
print(torch.load("stranger.pt", weights_only=False))
#> This ran while the file was loaded.
#> {'weight': tensor([1., 1.]), 'extra': None}

# %% look-before-loading
print(torch.serialization.get_unsafe_globals_in_checkpoint("stranger.pt"))
#> ['builtins.print']

# %% save-plain-values
torch.save({"weight": torch.ones(2), "config": asdict(Config(lr=0.1))}, "config.pt")
checkpoint = torch.load("config.pt")
print(Config(**checkpoint["config"]))
#> Config(lr=0.1)

# %% numpy-number
loss = np.float32(0.5)
torch.save({"loss": loss}, "loss.pt")
print(sorted(torch.serialization.get_unsafe_globals_in_checkpoint("loss.pt")))
#> ['numpy._core.multiarray.scalar', 'numpy.dtype']

# %% python-number
torch.save({"loss": float(loss)}, "loss.pt")
print(torch.load("loss.pt"))
#> {'loss': 0.5}

# %% weights-only-failed tags=["raises-exception"]
torch.save(Config(lr=0.1), "config.pt")
torch.load("config.pt")
#> _pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options, ...

# %% add-safe-globals
torch.serialization.add_safe_globals([Config])
print(torch.load("config.pt"))
#> Config(lr=0.1)

# %% web-page tags=["raises-exception"]
from pathlib import Path

Path("model.pt").write_text("<!DOCTYPE html><title>404 Not Found</title>")
torch.load("model.pt")
#> _pickle.UnpicklingError: Weights only load failed. In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. Do it only if you got the file from a trusted source.
#> Please file an issue with the following so that we can make `weights_only=True` compatible with your use case: WeightsUnpickler error:
#>
#> Unsupported operand 60 ...

# %% invalid-load-key tags=["raises-exception"]
torch.load("model.pt", weights_only=False)
#> _pickle.UnpicklingError: invalid load key, '<'.

# %% first-bytes
print(Path("model.pt").read_bytes()[:20])
print(Path("run.pt").read_bytes()[:4])
#> b'<!DOCTYPE html><titl'
#> b'PK\x03\x04'
