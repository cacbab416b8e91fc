# %% warn tags=["wrong"]
import numpy as np
import torch

pixels = np.frombuffer(bytes([0, 51, 255]), dtype=np.uint8)
x = torch.from_numpy(pixels)
print(pixels.flags.writeable)
#> UserWarning: The given NumPy array is not writable, and PyTorch does not support non-writable tensors. This means writing to this tensor will result in undefined behavior. You may want to copy the array to protect its data or make it writable before converting it to a tensor. This type of warning will be suppressed for the rest of this program. ...
#> False

# %% copy tags=["right"]
x = torch.from_numpy(pixels.copy())
x[0] = 7
print(x, pixels)
#> tensor([  7,  51, 255], dtype=torch.uint8) [  0  51 255]
