# %% raise tags=["raises-exception"]
import torch
from torch import nn

net = nn.Sequential(
    nn.Embedding(10, 4), nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)
)
torch.optim.Muon(net.parameters())
#> ValueError: Muon only supports 2D parameters whereas we found a parameter with size: torch.Size([8])

# %% fix tags=["right"]
hidden = [net[1].weight]
rest = [p for p in net.parameters() if p is not net[1].weight]
optimizers = [torch.optim.Muon(hidden), torch.optim.AdamW(rest)]
loss = net(torch.tensor([1, 2])).square().mean()
loss.backward()
for optimizer in optimizers:
    optimizer.step()
    optimizer.zero_grad()
print([len(o.param_groups[0]["params"]) for o in optimizers])
#> [1, 4]
