# %% dropout
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
dropout = nn.Dropout(p=0.5)
x = torch.ones(8)
print(dropout(x))

dropout.eval()
print(dropout(x))
#> tensor([0., 0., 2., 0., 0., 0., 2., 2.])
#> tensor([1., 1., 1., 1., 1., 1., 1., 1.])

# %% new-mask
dropout.train()
print(dropout(x))
print(dropout(x))
#> tensor([0., 2., 2., 2., 2., 0., 2., 2.])
#> tensor([2., 2., 0., 0., 2., 0., 2., 0.])

# %% in-a-model
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.05), nn.Linear(8, 1))
print(model)
print(list(model[2].parameters()))
#> Sequential(
#>   (0): Linear(in_features=4, out_features=8, bias=True)
#>   (1): ReLU()
#>   (2): Dropout(p=0.05, inplace=False)
#>   (3): Linear(in_features=8, out_features=1, bias=True)
#> )
#> []

# %% model-eval
model.eval()
print(model[2].training)
model.train()
print(model[2].training)
#> False
#> True

# %% scale
p = 0.05
y = F.dropout(torch.ones(10000), p)
print(y.unique())
print(f"{1 / (1 - p):.4f}")
#> tensor([0.0000, 1.0526])
#> 1.0526

# %% mean-is-kept
y = F.dropout(torch.ones(1_000_000), p=0.2)
print(f"dropped {(y == 0).float().mean():.2f}, mean {y.mean():.2f}")
#> dropped 0.20, mean 1.00

# %% gradient
x = torch.ones(8, requires_grad=True)
y = dropout(x)
y.sum().backward()
print(y.detach())
print(x.grad)
#> tensor([0., 2., 2., 0., 0., 2., 0., 0.])
#> tensor([0., 2., 2., 0., 0., 2., 0., 0.])

# %% relu-order
x = torch.randn(1000)
torch.manual_seed(0)
after = dropout(torch.relu(x))
torch.manual_seed(0)
before = torch.relu(dropout(x))
print(torch.equal(after, before))
#> True

# %% sigmoid-order
x = torch.full((4,), 2.0)
torch.manual_seed(0)
print(dropout(torch.sigmoid(x)))
torch.manual_seed(0)
print(torch.sigmoid(dropout(x)))
#> tensor([0.0000, 0.0000, 1.7616, 0.0000])
#> tensor([0.5000, 0.5000, 0.9820, 0.5000])

# %% extreme-p
x = torch.ones(4)
print(F.dropout(x, p=0.0), F.dropout(x, p=1.0))
#> tensor([1., 1., 1., 1.]) tensor([0., 0., 0., 0.])

# %% default-p
print(nn.Dropout().p)
print(nn.TransformerEncoderLayer(d_model=8, nhead=2).dropout.p)
print(nn.LSTM(input_size=4, hidden_size=8).dropout)
#> 0.5
#> 0.1
#> 0.0

# %% channels
images = torch.ones(1, 4, 2, 2)
torch.manual_seed(0)
print(nn.Dropout(0.5)(images).flatten(2))
print(nn.Dropout2d(0.5)(images).flatten(2))
#> tensor([[[0., 0., 2., 0.],
#>          [0., 0., 2., 2.],
#>          [0., 2., 2., 2.],
#>          [2., 0., 2., 2.]]])
#> tensor([[[2., 2., 2., 2.],
#>          [2., 2., 2., 2.],
#>          [0., 0., 0., 0.],
#>          [0., 0., 0., 0.]]])

# %% functional-ignores-eval tags=["wrong"]
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, p=0.5)


net = Net()
net.eval()
print(net(torch.ones(8)))
#> tensor([2., 0., 2., 0., 2., 0., 0., 0.])

# %% functional-with-training tags=["right"]
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, p=0.5, training=self.training)


net = Net()
net.eval()
print(net(torch.ones(8)))
#> tensor([1., 1., 1., 1., 1., 1., 1., 1.])

# %% dropout1d-drops-samples tags=["wrong"]
batch = torch.ones(4, 3)
torch.manual_seed(0)
print(nn.Dropout1d(0.5)(batch))
#> tensor([[0., 0., 0.],
#>         [0., 0., 0.],
#>         [2., 2., 2.],
#>         [0., 0., 0.]])

# %% dropout-drops-elements tags=["right"]
print(nn.Dropout(0.5)(batch))
#> tensor([[0., 0., 2.],
#>         [2., 0., 2.],
#>         [2., 2., 2.],
#>         [0., 2., 2.]])

# %% dropout2d-on-features tags=["wrong"]
nn.Dropout2d(0.5)(batch)
#> UserWarning: dropout2d: Received a 2-D input to dropout2d, which is deprecated and will result in an error in a future release. To retain the behavior and silence this warning, please use dropout instead. Note that dropout2d exists to provide channel-wise dropout on inputs with 2 spatial dimensions, a channel dimension, and an optional batch dimension (i.e. 3D or 4D inputs).

# %% percentage tags=["raises-exception"]
nn.Dropout(p=50)
#> ValueError: dropout probability has to be between 0 and 1, but got 50

# %% probability tags=["right"]
print(nn.Dropout(p=0.5))
#> Dropout(p=0.5, inplace=False)
