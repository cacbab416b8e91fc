# %% raise tags=["raises-exception"]
from torch import nn

nn.Dropout(50)
#> ValueError: dropout probability has to be between 0 and 1, but got 50

# %% lstm tags=["raises-exception"]
nn.LSTM(4, 8, num_layers=2, dropout=50)
#> ValueError: dropout should be a number in range [0, 1] representing the probability of an element being zeroed

# %% fix tags=["right"]
print(nn.Dropout(0.5))
print(nn.LSTM(4, 8, num_layers=2, dropout=0.5))
#> Dropout(p=0.5, inplace=False)
#> LSTM(4, 8, num_layers=2, dropout=0.5)
