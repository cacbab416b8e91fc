# %% raise tags=["raises-exception"]
import numpy as np
import torch
from torch import nn

# zh: 批量、时间步、特征
# en: batch, steps, features
x = torch.ones(2, 5, 3)
net = nn.Sequential(nn.LSTM(3, 4, batch_first=True), nn.Linear(4, 1))
net(x)
#> TypeError: linear(): argument 'input' (position 1) must be Tensor, not tuple

# %% comma tags=["raises-exception"]
hidden = nn.Linear(3, 4)(x),
nn.Linear(4, 1)(hidden)
#> TypeError: linear(): argument 'input' (position 1) must be Tensor, not tuple

# %% keys tags=["raises-exception"]
class Bert(nn.Module):
    def forward(self, x):
        return {"last_hidden_state": x, "pooler_output": x[:, 0]}


_, pooled = Bert()(x)
nn.Dropout(0.1)(pooled)
#> TypeError: dropout(): argument 'input' (position 1) must be Tensor, not str

# %% none tags=["raises-exception"]
class Block(nn.Module):
    def forward(self, x):
        x = torch.relu(x)


nn.Linear(3, 1)(Block()(x))
#> TypeError: linear(): argument 'input' (position 1) must be Tensor, not NoneType

# %% array tags=["raises-exception"]
array = np.ones((2, 3), dtype=np.float32)
nn.Linear(3, 1)(array)
#> TypeError: linear(): argument 'input' (position 1) must be Tensor, not numpy.ndarray

# %% fix-tuple tags=["right"]
class LastStep(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, batch_first=True)
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        output, (h, c) = self.lstm(x)
        return self.head(output[:, -1])


print(LastStep()(x).shape)
#> torch.Size([2, 1])

# %% fix-keys tags=["right"]
outputs = Bert()(x)
print(nn.Dropout(0.1)(outputs["pooler_output"]).shape)
#> torch.Size([2, 3])

# %% fix-return tags=["right"]
class Block(nn.Module):
    def forward(self, x):
        return torch.relu(x)


print(nn.Linear(3, 1)(Block()(x)).shape)
#> torch.Size([2, 5, 1])

# %% fix-array tags=["right"]
print(nn.Linear(3, 1)(torch.from_numpy(array)).shape)
#> torch.Size([2, 1])
