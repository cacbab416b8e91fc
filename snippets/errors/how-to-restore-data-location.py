# %% raise tags=["raises-exception"]
import torch

torch.save(torch.arange(3), "x.pt")
torch.load("x.pt", map_location="gpu")
#> RuntimeError: don't know how to restore data location of torch.storage.UntypedStorage (tagged with gpu)

# %% capital tags=["raises-exception"]
torch.load("x.pt", map_location="CPU")
#> RuntimeError: don't know how to restore data location of torch.storage.UntypedStorage (tagged with CPU)

# %% cpu tags=["right"]
print(torch.load("x.pt", map_location="cpu"))
#> tensor([0, 1, 2])

# %% device tags=["right"]
device = "cuda" if torch.cuda.is_available() else "cpu"
x = torch.load("x.pt", map_location=device)
print(x.device.type == device)
#> True
