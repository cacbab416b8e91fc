# %% raise tags=["raises-exception"]
import torch

net = torch.nn.Linear(2, 1)
torch.save(net.state_dict(), "weights.pt")
torch.jit.load("weights.pt")
#> FutureWarning: `torch.jit.load` is deprecated. Please switch to `torch.export`.
#> RuntimeError: PytorchStreamReader failed locating file constants.pkl: file not found. This is an internal miniz error. If you are seeing this error, there is a high likelihood that your checkpoint file is corrupted. This can happen if the checkpoint was not saved properly, was transferred incorrectly, or the file was modified after saving.
#torch<2.14> DeprecationWarning: `torch.jit.load` is deprecated. Please switch to `torch.export`.
#torch<2.14> RuntimeError: PytorchStreamReader failed locating file constants.pkl: file not found. This is an internal miniz error. If you are seeing this error, there is a high likelihood that your checkpoint file is corrupted. This can happen if the checkpoint was not saved properly, was transferred incorrectly, or the file was modified after saving.

# %% load tags=["right"]
net = torch.nn.Linear(2, 1)
print(net.load_state_dict(torch.load("weights.pt")))
#> <All keys matched successfully>
