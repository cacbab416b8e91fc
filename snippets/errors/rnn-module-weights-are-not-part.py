# %% flatten tags=["right"]
import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, batch_first=True)

    def forward(self, x):
        self.lstm.flatten_parameters()
        return self.lstm(x)[0]


print(Encoder()(torch.zeros(2, 5, 3)).shape)
#> torch.Size([2, 5, 4])

# %% in-place tags=["right"]
lstm = nn.LSTM(3, 4)
with torch.no_grad():
    lstm.weight_hh_l0.copy_(torch.eye(4).repeat(4, 1))
print(lstm.weight_hh_l0.shape)
#> torch.Size([16, 4])

# %% all-layers tags=["right"]
model = nn.Sequential(nn.Embedding(10, 3), nn.GRU(3, 4))
for module in model.modules():
    if isinstance(module, nn.RNNBase):
        module.flatten_parameters()
