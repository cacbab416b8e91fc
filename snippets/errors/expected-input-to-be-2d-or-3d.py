# %% raise tags=["raises-exception"]
import torch
from torch import nn

lstm = nn.LSTM(6, 4, batch_first=True)
images = torch.zeros(2, 6, 5, 5)
lstm(images)
#> ValueError: LSTM: Expected input to be 2D or 3D, got 4D instead

# %% rnn tags=["raises-exception"]
nn.RNN(6, 4)(torch.zeros(6))
#> ValueError: RNN: Expected input to be 2D or 3D, got 1D tensor instead

# %% positions tags=["right"]
steps = images.flatten(2).transpose(1, 2)
print(steps.shape, lstm(steps)[0].shape)
#> torch.Size([2, 25, 6]) torch.Size([2, 25, 4])

# %% frames tags=["right"]
video = torch.zeros(2, 8, 3, 2, 1)
steps = video.flatten(2)
print(steps.shape, lstm(steps)[0].shape)
#> torch.Size([2, 8, 6]) torch.Size([2, 8, 4])

# %% squeeze tags=["right"]
extra = torch.zeros(2, 1, 8, 6)
print(lstm(extra.squeeze(1))[0].shape)
#> torch.Size([2, 8, 4])
