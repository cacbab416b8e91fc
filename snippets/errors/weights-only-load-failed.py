# %% raise tags=["raises-exception"]
import torch
from torch import nn

torch.save(nn.Linear(2, 1), "whole.pt")
torch.load("whole.pt")
#> _pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options, do those steps only if you trust the source of the checkpoint.
#> 	(1) In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. Do it only if you got the file from a trusted source.
#> 	(2) Alternatively, to load with `weights_only=True` please check the recommended steps in the following error message.
#> 	WeightsUnpickler error: Unsupported global: GLOBAL torch.nn.modules.linear.Linear was not an allowed global by default. Please use `torch.serialization.add_safe_globals([torch.nn.modules.linear.Linear])` or the `torch.serialization.safe_globals([torch.nn.modules.linear.Linear])` context manager to allowlist this global if you trust this class/function.
#>
#> Check the documentation of torch.load to learn more about types accepted by default with weights_only https://pytorch.org/docs/stable/generated/torch.load.html.


# %% own-class tags=["raises-exception"]
class Config:
    width = 8


torch.save({"w": torch.ones(2), "config": Config()}, "run.pt")
torch.load("run.pt")
#> _pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options, do those steps only if you trust the source of the checkpoint.
#> 	(1) In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. Do it only if you got the file from a trusted source.
#> 	(2) Alternatively, to load with `weights_only=True` please check the recommended steps in the following error message.
#> 	WeightsUnpickler error: Unsupported global: GLOBAL __main__.Config was not an allowed global by default. ...

# %% numpy tags=["raises-exception"]
losses = torch.tensor([0.5, 0.25]).numpy()
torch.save({"loss": losses.mean()}, "loss.pt")
torch.load("loss.pt")
#> _pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options, do those steps only if you trust the source of the checkpoint.
#> 	(1) In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. Do it only if you got the file from a trusted source.
#> 	(2) Alternatively, to load with `weights_only=True` please check the recommended steps in the following error message.
#> 	WeightsUnpickler error: Unsupported global: GLOBAL numpy._core.multiarray.scalar was not an allowed global by default. ...


# %% trap tags=["wrong"]
class Trap:
    def __reduce__(self):
        return print, ("Any code of the author runs here.",)


torch.save(Trap(), "stranger.pt")
torch.load("stranger.pt", weights_only=False)
#> Any code of the author runs here.

# %% look tags=["right"]
unsafe = torch.serialization.get_unsafe_globals_in_checkpoint
for name in ("run.pt", "loss.pt", "stranger.pt"):
    print(name, sorted(unsafe(name)))
#> run.pt ['__main__.Config']
#> loss.pt ['numpy._core.multiarray.scalar', 'numpy.dtype']
#> stranger.pt ['builtins.print']

# %% state-dict tags=["right"]
torch.save(nn.Linear(2, 1).state_dict(), "state.pt")
torch.save({"loss": float(losses.mean())}, "loss.pt")
print(list(torch.load("state.pt")), torch.load("loss.pt"))
#> ['weight', 'bias'] {'loss': 0.375}

# %% allow tags=["right"]
with torch.serialization.safe_globals([Config]):
    print(torch.load("run.pt")["config"].width)
#> 8

# %% trust
model = torch.load("whole.pt", weights_only=False)
print(model)
torch.save(model.state_dict(), "state.pt")
#> Linear(in_features=2, out_features=1, bias=True)
