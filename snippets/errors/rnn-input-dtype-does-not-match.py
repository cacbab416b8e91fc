# %% raise tags=["raises-exception"]
import numpy as np
import torch
from torch import nn

gru = nn.GRU(3, 4, batch_first=True)
x = torch.zeros(2, 5, 3, dtype=torch.float64)
gru(x)
#> ValueError: RNN input dtype (torch.float64) does not match weight dtype (torch.float32). Convert input: input.to(torch.float32), or convert model: model.to(torch.float64)

# %% integers tags=["raises-exception"]
gru(torch.ones(2, 5, 3, dtype=torch.int64))
#> ValueError: RNN input dtype (torch.int64) does not match weight dtype (torch.float32). Convert input: input.to(torch.float32), or convert model: model.to(torch.int64)

# %% float tags=["right"]
print(gru(x.float())[0].dtype)
#> torch.float32

# %% numpy tags=["right"]
prices = np.array([[[1.0, 2.0, 3.0]]])
x = torch.from_numpy(prices.astype(np.float32))
print(gru(x)[0].dtype)
#> torch.float32

# %% double tags=["right"]
gru.double()
print(gru(x.double())[0].dtype)
#> torch.float64
