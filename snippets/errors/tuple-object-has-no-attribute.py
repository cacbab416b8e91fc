# %% raise tags=["raises-exception"]
import torch
from torch import nn

lstm = nn.LSTM(3, 4, batch_first=True)
output = lstm(torch.ones(2, 5, 3))
output.detach()
#> AttributeError: 'tuple' object has no attribute 'detach'

# %% look
print(type(output), [type(part).__name__ for part in output])
#> <class 'tuple'> ['Tensor', 'tuple']

# %% hook tags=["raises-exception"]
def show(module, args, output):
    print(args.shape)


layer = nn.Linear(3, 4)
with layer.register_forward_hook(show):
    layer(torch.ones(2, 3))
#> AttributeError: 'tuple' object has no attribute 'shape'

# %% batch tags=["raises-exception"]
data = torch.utils.data.TensorDataset(torch.ones(4, 3), torch.zeros(4))
loader = torch.utils.data.DataLoader(data, batch_size=2)
for batch in loader:
    batch.to("cpu")
#> AttributeError: 'list' object has no attribute 'to'

# %% fix-unpack tags=["right"]
output, (h, c) = lstm(torch.ones(2, 5, 3))
print(output.detach().shape, h.shape, c.shape)
#> torch.Size([2, 5, 4]) torch.Size([1, 2, 4]) torch.Size([1, 2, 4])

# %% fix-hook tags=["right"]
def show(module, args, output):
    print(args[0].shape)


with layer.register_forward_hook(show):
    layer(torch.ones(2, 3))
#> torch.Size([2, 3])

# %% fix-batch tags=["right"]
for batch in loader:
    inputs, targets = (part.to("cpu") for part in batch)
print(inputs.shape, targets.shape)
#> torch.Size([2, 3]) torch.Size([2])
