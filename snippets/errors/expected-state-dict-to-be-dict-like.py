# %% raise tags=["raises-exception"]
import torch

model = torch.nn.Linear(2, 3)
torch.save(model.state_dict(), "weights.pt")
model.load_state_dict("weights.pt")
#> TypeError: Expected state_dict to be dict-like, got <class 'str'>.

# %% whole-model tags=["raises-exception"]
other = torch.nn.Linear(2, 3)
model.load_state_dict(other)
#> TypeError: Expected state_dict to be dict-like, got <class 'torch.nn.modules.linear.Linear'>.

# %% nothing tags=["raises-exception"]
best = None
model.load_state_dict(best)
#> TypeError: Expected state_dict to be dict-like, got <class 'NoneType'>.

# %% optimizer tags=["raises-exception"]
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
optimizer.load_state_dict("weights.pt")
#> AttributeError: 'str' object has no attribute 'copy'

# %% load-first tags=["right"]
state = torch.load("weights.pt", map_location="cpu")
print(type(state), model.load_state_dict(state))
#> <class 'collections.OrderedDict'> <All keys matched successfully>

# %% of-the-model tags=["right"]
print(model.load_state_dict(other.state_dict()))
#> <All keys matched successfully>
