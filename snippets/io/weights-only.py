# %% weights-only-failed tags=["raises-exception"]
from argparse import Namespace
from pathlib import Path

import numpy as np
import torch

torch.save({"weight": torch.ones(2), "args": Namespace(lr=0.1)}, "theirs.pt")
torch.load("theirs.pt")
#> _pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options, do those steps only if you trust the source of the checkpoint.
#> 	(1) In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. Do it only if you got the file from a trusted source.
#> 	(2) Alternatively, to load with `weights_only=True` please check the recommended steps in the following error message.
#> 	WeightsUnpickler error: Unsupported global: GLOBAL argparse.Namespace was not an allowed global by default. ...

# %% what-is-not-allowed
print(torch.serialization.get_unsafe_globals_in_checkpoint("theirs.pt"))
#> ['argparse.Namespace']

# %% trust-the-source
print(torch.load("theirs.pt", weights_only=False))
#> {'weight': tensor([1., 1.]), 'args': Namespace(lr=0.1)}

# %% code-in-a-file tags=["wrong"]
class Harmless:
    def __reduce__(self):
        return print, ("This ran while the file was loaded.",)


torch.save({"weight": torch.ones(2), "extra": Harmless()}, "stranger.pt")
print(torch.load("stranger.pt", weights_only=False))
#> This ran while the file was loaded.
#> {'weight': tensor([1., 1.]), 'extra': None}

# %% look-before-loading tags=["right"]
print(torch.serialization.get_unsafe_globals_in_checkpoint("stranger.pt"))
#> ['builtins.print']

# %% safe-globals tags=["right"]
with torch.serialization.safe_globals([Namespace]):
    print(torch.load("theirs.pt"))
#> {'weight': tensor([1., 1.]), 'args': Namespace(lr=0.1)}

# %% add-safe-globals
torch.serialization.add_safe_globals([Namespace])
print(torch.load("theirs.pt"))
#> {'weight': tensor([1., 1.]), 'args': Namespace(lr=0.1)}

# %% plain-values-load tags=["right"]
args = Namespace(lr=0.1)
torch.save({"weight": torch.ones(2), "args": vars(args)}, "own.pt")
print(torch.load("own.pt"))
#> {'weight': tensor([1., 1.]), 'args': {'lr': 0.1}}

# %% nothing-unsafe
print(torch.serialization.get_unsafe_globals_in_checkpoint("own.pt"))
#> []

# %% numpy-number tags=["wrong"]
loss = np.float32(0.5)
torch.save({"loss": loss}, "loss.pt")
print(sorted(torch.serialization.get_unsafe_globals_in_checkpoint("loss.pt")))
#> ['numpy._core.multiarray.scalar', 'numpy.dtype']

# %% python-number tags=["right"]
torch.save({"loss": float(loss)}, "loss.pt")
print(torch.load("loss.pt"))
#> {'loss': 0.5}

# %% allowed-types
values = {
    "numbers": [1, 0.5, True, None],
    "text": ("name", b"bytes"),
    "containers": [{1, 2}, {"a": 1}],
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

# %% web-page tags=["raises-exception"]
Path("model.pt").write_text("<!DOCTYPE html><title>404 Not Found</title>")
torch.load("model.pt")
#> _pickle.UnpicklingError: Weights only load failed. In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. Do it only if you got the file from a trusted source.
#> Please file an issue with the following so that we can make `weights_only=True` compatible with your use case: WeightsUnpickler error:
#>
#> Unsupported operand 60 ...

# %% invalid-load-key tags=["raises-exception"]
torch.load("model.pt", weights_only=False)
#> _pickle.UnpicklingError: invalid load key, '<'.

# %% first-bytes tags=["right"]
print(Path("model.pt").read_bytes()[:20])
print(Path("own.pt").read_bytes()[:4])
#> b'<!DOCTYPE html><titl'
#> b'PK\x03\x04'

# %% not-a-zip-file tags=["raises-exception"]
torch.serialization.get_unsafe_globals_in_checkpoint("model.pt")
#> ValueError: Expected input to be a checkpoint returned by torch.save
