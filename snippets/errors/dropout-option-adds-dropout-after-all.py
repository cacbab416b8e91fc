# %% raise tags=["wrong"]
import torch
from torch import nn

lstm = nn.LSTM(3, 4, dropout=0.5)
#> UserWarning: dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers greater than 1, but got dropout=0.5 and num_layers=1

# %% nothing-dropped
x = torch.ones(2, 1, 3)
print(torch.equal(lstm(x)[0], lstm(x)[0]))
#> True

# %% two-layers tags=["right"]
lstm = nn.LSTM(3, 4, num_layers=2, dropout=0.5)
torch.manual_seed(0)
print(torch.equal(lstm(x)[0], lstm(x)[0]))
#> False

# %% after tags=["right"]
lstm = nn.LSTM(3, 4)
output, (h, c) = lstm(x)
print(nn.Dropout(0.5)(output).shape)
#> torch.Size([2, 1, 4])
