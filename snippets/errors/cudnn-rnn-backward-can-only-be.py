# %% train tags=["right"]
import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
model = nn.LSTM(3, 4).to(device)
x = torch.ones(5, 2, 3, device=device)
model.train()
model(x)[0].sum().backward()
print(model.weight_ih_l0.grad.shape)
#> torch.Size([16, 3])

# %% rnn-alone tags=["right"]
model = nn.ModuleDict({
    "rnn": nn.LSTM(3, 4), "drop": nn.Dropout(), "head": nn.Linear(4, 1)
}).to(device)
model.eval()
model["rnn"].train()
print(model["drop"].training)
output, _ = model["rnn"](x)
model["head"](model["drop"](output)).sum().backward()
#> False

# %% without-cudnn tags=["right"]
lstm = nn.LSTM(3, 4).to(device).eval()
with torch.backends.cudnn.flags(enabled=False):
    lstm(x)[0].sum().backward()
print(lstm.weight_ih_l0.grad.shape)
#> torch.Size([16, 3])
