# %% raise tags=["raises-exception"]
import torch
from torch import nn

torch.manual_seed(0)
old = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 10))
new = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))
state = old.state_dict()
new.load_state_dict(state)
#> RuntimeError: Error(s) in loading state_dict for Sequential:
#> 	size mismatch for 2.weight: copying a param with shape torch.Size([10, 3]) from checkpoint, the shape in current model is torch.Size([2, 3]).
#> 	size mismatch for 2.bias: copying a param with shape torch.Size([10]) from checkpoint, the shape in current model is torch.Size([2]).

# %% not-strict tags=["wrong", "raises-exception"]
new.load_state_dict(state, strict=False)
#> RuntimeError: Error(s) in loading state_dict for Sequential:
#> 	size mismatch for 2.weight: copying a param with shape torch.Size([10, 3]) from checkpoint, the shape in current model is torch.Size([2, 3]).
#> 	size mismatch for 2.bias: copying a param with shape torch.Size([10]) from checkpoint, the shape in current model is torch.Size([2]).

# %% replace-head tags=["right"]
model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 10))
print(model.load_state_dict(state))
model[2] = nn.Linear(3, 2)
print(model(torch.ones(1, 4)).shape)
#> <All keys matched successfully>
#> torch.Size([1, 2])

# %% leave-out tags=["right"]
model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))
kept = {n: v for n, v in state.items() if not n.startswith("2.")}
print(model.load_state_dict(kept, strict=False))
print(torch.equal(model[0].weight, old[0].weight))
#> _IncompatibleKeys(missing_keys=['2.weight', '2.bias'], unexpected_keys=[])
#> True
