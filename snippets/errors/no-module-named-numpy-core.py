# %% raise tags=["wrong"]
import torch

losses = torch.tensor([0.5, 0.25]).numpy()
torch.save({"loss": losses.mean()}, "run.pt")
unsafe = torch.serialization.get_unsafe_globals_in_checkpoint
print(sorted(unsafe("run.pt")))
#> ['numpy._core.multiarray.scalar', 'numpy.dtype']

# %% plain tags=["right"]
torch.save({"loss": losses.mean().item()}, "run.pt")
print(unsafe("run.pt"), torch.load("run.pt"))
#> [] {'loss': 0.375}

# %% tensor tags=["right"]
torch.save({"losses": torch.from_numpy(losses)}, "run.pt")
print(unsafe("run.pt"), torch.load("run.pt"))
#> [] {'losses': tensor([0.5000, 0.2500])}
