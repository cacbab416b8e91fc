# %% raise tags=["raises-exception"]
import torch
import torch.nn.functional as F

image = torch.arange(4.0).reshape(1, 1, 2, 2)
F.pad(image, (2, 2, 2, 2), mode="reflect")
#> RuntimeError: Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (2, 2) at dimension 3 of input [1, 1, 2, 2]

# %% stft tags=["raises-exception"]
sound, window = torch.zeros(100), torch.hann_window(400)
torch.stft(sound, n_fft=400, window=window, return_complex=True)
#> RuntimeError: Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (200, 200) at dimension 2 of input [1, 1, 100]

# %% smaller tags=["right"]
print(F.pad(image, (1, 1, 0, 0), mode="reflect"))
#> tensor([[[[1., 0., 1., 0.],
#>           [3., 2., 3., 2.]]]])

# %% replicate tags=["right"]
print(F.pad(image, (2, 2, 0, 0), mode="replicate"))
#> tensor([[[[0., 0., 0., 1., 1., 1.],
#>           [2., 2., 2., 3., 3., 3.]]]])

# %% longer tags=["right"]
sound = F.pad(sound, (0, 400 - len(sound)))
frames = torch.stft(sound, n_fft=400, window=window, return_complex=True)
print(frames.shape)
#> torch.Size([201, 5])
