# %% warn tags=["wrong"]
import numpy as np
import torch

frames = [np.zeros(2, dtype=np.float32), np.ones(2, dtype=np.float32)]
x = torch.tensor(frames)
#> UserWarning: Creating a tensor from a list of numpy.ndarrays is extremely slow. Please consider converting the list to a single numpy.ndarray with numpy.array() before converting to a tensor. ...

# %% stack tags=["right"]
x = torch.from_numpy(np.stack(frames))
print(x)
#> tensor([[0., 0.],
#>         [1., 1.]])
