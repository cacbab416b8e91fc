# %% raise tags=["raises-exception"]
import torch

torch.ones(2, device="gpu")
#> RuntimeError: Expected one of cpu, cuda, ipu, xpu, ...

# %% fix tags=["right"]
device = "cuda" if torch.cuda.is_available() else "cpu"
print(torch.ones(2, device=device).tolist())
#> [1.0, 1.0]

# %% fix-config tags=["right"]
aliases = {"gpu": "cuda", "nvidia": "cuda"}
name = "GPU".lower()
print(torch.device(aliases.get(name, name)))
#> cuda
