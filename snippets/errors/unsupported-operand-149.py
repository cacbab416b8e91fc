# %% raise tags=["raises-exception"]
import torch

torch.save({"w": torch.ones(2)}, "new.pt", pickle_protocol=4)
torch.load("new.pt")
#> UserWarning: Detected pickle protocol 4 in the checkpoint, which was not the default pickle protocol used by `torch.load` (2). The weights_only Unpickler might not support all instructions implemented by this protocol, please file an issue for adding support if you encounter this.
#> _pickle.UnpicklingError: Weights only load failed. In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. Do it only if you got the file from a trusted source.
#> Please file an issue with the following so that we can make `weights_only=True` compatible with your use case: WeightsUnpickler error:
#>
#> Unsupported operand 149
#>
#> Check the documentation of torch.load to learn more about types accepted by default with weights_only https://pytorch.org/docs/stable/generated/torch.load.html.

# %% default-protocol tags=["right"]
torch.save({"w": torch.ones(2)}, "plain.pt")
print(torch.load("plain.pt"))
#> {'w': tensor([1., 1.])}

# %% save-again tags=["right"]
values = torch.load("new.pt", weights_only=False)
torch.save(values, "plain.pt")
print(torch.load("plain.pt"))
#> {'w': tensor([1., 1.])}
