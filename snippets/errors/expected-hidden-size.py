# %% raise tags=["raises-exception"]
import torch
from torch import nn

lstm = nn.LSTM(3, 4, batch_first=True)
state = torch.zeros(1, 5, 4), torch.zeros(1, 5, 4)
x = torch.zeros(2, 6, 3)
lstm(x, state)
#> RuntimeError: Expected hidden[0] size (1, 2, 4), got [1, 5, 4]

# %% gru tags=["raises-exception"]
nn.GRU(3, 4, batch_first=True)(x, torch.zeros(1, 5, 4))
#> RuntimeError: Expected hidden size (1, 2, 4), got [1, 5, 4]

# %% batch-first tags=["raises-exception"]
two = torch.zeros(1, 2, 4), torch.zeros(1, 2, 4)
nn.LSTM(3, 4)(x, two)
#> RuntimeError: Expected hidden[0] size (1, 6, 4), got [1, 2, 4]

# %% layers tags=["raises-exception"]
deep = nn.LSTM(3, 4, num_layers=2, batch_first=True)
deep(x, two)
#> RuntimeError: Expected hidden[0] size (2, 2, 4), got [1, 2, 4]

# %% dimensions tags=["raises-exception"]
lstm(x, (torch.zeros(2, 4), torch.zeros(2, 4)))
#> RuntimeError: For batched 3-D input, hx and cx should also be 3-D but got (2-D, 2-D) tensors

# %% unbatched tags=["raises-exception"]
lstm(x[0], state)
#> RuntimeError: For unbatched 2-D input, hx and cx should also be 2-D but got (3-D, 3-D) tensors

# %% no-state tags=["right"]
output, (h, c) = lstm(x)
print(h.shape)
#> torch.Size([1, 2, 4])

# %% zeros tags=["right"]
both = nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True)
h = x.new_zeros(2 * both.num_layers, len(x), both.hidden_size)
print(both(x, (h, h))[0].shape)
#> torch.Size([2, 6, 8])

# %% cut-state tags=["right"]
state = tuple(s[:, : len(x)].contiguous() for s in state)
print(lstm(x, state)[0].shape)
#> torch.Size([2, 6, 4])
