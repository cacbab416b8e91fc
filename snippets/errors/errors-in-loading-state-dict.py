# %% raise tags=["raises-exception"]
import torch
from torch import nn

net = nn.Linear(2, 1)
wrapped = nn.DataParallel(nn.Linear(2, 1))
state = wrapped.state_dict()
net.load_state_dict(state)
#> RuntimeError: Error(s) in loading state_dict for Linear:
#> 	Missing key(s) in state_dict: "weight", "bias".
#> 	Unexpected key(s) in state_dict: "module.weight", "module.bias".

# %% checkpoint tags=["raises-exception"]
checkpoint = {"epoch": 7, "state_dict": nn.Linear(2, 1).state_dict()}
net.load_state_dict(checkpoint)
#> RuntimeError: Error(s) in loading state_dict for Linear:
#> 	Missing key(s) in state_dict: "weight", "bias".
#> 	Unexpected key(s) in state_dict: "epoch", "state_dict".

# %% structure tags=["raises-exception"]
new = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1))
old = nn.Sequential(nn.Linear(2, 4), nn.Linear(4, 1))
new.load_state_dict(old.state_dict())
#> RuntimeError: Error(s) in loading state_dict for Sequential:
#> 	Missing key(s) in state_dict: "2.weight", "2.bias".
#> 	Unexpected key(s) in state_dict: "1.weight", "1.bias".

# %% not-strict tags=["wrong"]
before = net.weight.detach().clone()
result = net.load_state_dict(state, strict=False)
print(result.missing_keys)
print(torch.equal(net.weight, before))
#> ['weight', 'bias']
#> True

# %% strip tags=["right"]
plain = {name.removeprefix("module."): v for name, v in state.items()}
print(list(state), list(plain))
print(net.load_state_dict(plain))
#> ['module.weight', 'module.bias'] ['weight', 'bias']
#> <All keys matched successfully>

# %% inner tags=["right"]
print(list(checkpoint))
print(net.load_state_dict(checkpoint["state_dict"]))
#> ['epoch', 'state_dict']
#> <All keys matched successfully>

# %% compare tags=["right"]
ours, theirs = set(new.state_dict()), set(old.state_dict())
print("missing:", sorted(ours - theirs))
print("unexpected:", sorted(theirs - ours))
#> missing: ['2.bias', '2.weight']
#> unexpected: ['1.bias', '1.weight']

# %% rename tags=["right"]
pairs = old.state_dict().items()
renamed = {name.replace("1.", "2."): v for name, v in pairs}
print(new.load_state_dict(renamed))
#> <All keys matched successfully>
