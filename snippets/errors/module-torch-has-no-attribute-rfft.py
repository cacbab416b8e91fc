# %% raise tags=["raises-exception"]
import torch

wave = torch.tensor([1.0, 0.0, -1.0, 0.0])
torch.rfft(wave, 1)
#> AttributeError: module 'torch' has no attribute 'rfft'

# %% call-module tags=["raises-exception"]
torch.fft(wave, 1)
#> TypeError: 'module' object is not callable

# %% fft tags=["right"]
spectrum = torch.fft.rfft(wave)
print(spectrum)
print(torch.fft.irfft(spectrum, n=4))
#> tensor([0.+0.j, 2.+0.j, 0.+0.j])
#> tensor([ 1.,  0., -1.,  0.])

# %% real-view tags=["right"]
print(torch.view_as_real(spectrum))
#> tensor([[0., 0.],
#>         [2., 0.],
#>         [0., 0.]])
