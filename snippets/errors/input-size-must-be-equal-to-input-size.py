# %% raise tags=["raises-exception"]
import torch
from torch import nn

lstm = nn.LSTM(input_size=7, hidden_size=4, batch_first=True)
features = torch.zeros(2, 12, 9)
lstm(features)
#> RuntimeError: input.size(-1) must be equal to input_size. Expected 7, got 9

# %% swapped tags=["raises-exception"]
x = torch.zeros(2, 7, 12)
lstm(x)
#> RuntimeError: input.size(-1) must be equal to input_size. Expected 7, got 12

# %% ids tags=["raises-exception"]
ids = torch.tensor([[3, 1, 4], [1, 5, 0]])
lstm(ids.float())
#> RuntimeError: input.size(-1) must be equal to input_size. Expected 7, got 3

# %% cell tags=["raises-exception"]
nn.LSTMCell(7, 4)(torch.zeros(2, 12))
#> RuntimeError: input has inconsistent input_size: got 12 expected 7

# %% from-input tags=["right"]
wide = nn.LSTM(features.shape[-1], 4, batch_first=True)
print(wide(features)[0].shape)
#> torch.Size([2, 12, 4])

# %% project tags=["right"]
print(lstm(nn.Linear(9, 7)(features))[0].shape)
#> torch.Size([2, 12, 4])

# %% transpose tags=["right"]
print(lstm(x.transpose(1, 2))[0].shape)
#> torch.Size([2, 12, 4])

# %% reshape tags=["wrong"]
table = torch.arange(6).reshape(1, 2, 3)
print(table.reshape(1, 3, 2))
#> tensor([[[0, 1],
#>          [2, 3],
#>          [4, 5]]])

# %% transposed-table tags=["right"]
print(table.transpose(1, 2))
#> tensor([[[0, 3],
#>          [1, 4],
#>          [2, 5]]])

# %% embed tags=["right"]
embedding = nn.Embedding(6, 7)
print(lstm(embedding(ids))[0].shape)
#> torch.Size([2, 3, 4])
