# %% raise tags=["wrong"]
import torch
from torch import nn

# zh: 批量、特征
# en: batch, features
features = torch.ones(2, 4)
nn.Dropout2d(0.5)(features)
#> UserWarning: dropout2d: Received a 2-D input to dropout2d, which is deprecated and will result in an error in a future release. To retain the behavior and silence this warning, please use dropout instead. Note that dropout2d exists to provide channel-wise dropout on inputs with 2 spatial dimensions, a channel dimension, and an optional batch dimension (i.e. 3D or 4D inputs).

# %% three tags=["wrong"]
# zh: 批量、通道、长度
# en: batch, channels, length
signal = torch.ones(1, 4, 3)
nn.Dropout2d(0.5)(signal)
#> UserWarning: dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout behavior is desired - input is interpreted as shape (N, C, L), where C is the channel dim. This behavior will change in a future release to interpret the input as one without a batch dimension, i.e. shape (C, H, W). To maintain the 1D channel-wise dropout behavior, please switch to using dropout1d instead.

# %% fix tags=["right"]
print(nn.Dropout(0.5)(features).shape)
#> torch.Size([2, 4])

# %% fix-one tags=["right"]
torch.manual_seed(0)
print(nn.Dropout1d(0.5)(signal))
#> tensor([[[0., 0., 0.],
#>          [0., 0., 0.],
#>          [2., 2., 2.],
#>          [0., 0., 0.]]])

# %% fix-image tags=["right"]
# zh: 通道、高、宽
# en: channels, height, width
image = torch.ones(3, 8, 8)
print(nn.Dropout2d(0.5)(image[None])[0].shape)
#> torch.Size([3, 8, 8])
