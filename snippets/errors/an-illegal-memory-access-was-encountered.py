# %% check tags=["right"]
import torch

points = torch.zeros(4, 2)
neighbors = torch.tensor([0, 3, 4, -1])
inside = (neighbors >= 0) & (neighbors < len(points))
print(neighbors[~inside])
#> tensor([ 4, -1])

# %% same-device tags=["right"]
device = "cuda" if torch.cuda.is_available() else "cpu"
arguments = [points.T, neighbors]
arguments = [t.to(device).contiguous() for t in arguments]
print([t.is_contiguous() for t in arguments])
#> [True, True]
