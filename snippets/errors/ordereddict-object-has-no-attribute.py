# %% raise tags=["raises-exception"]
import torch

net = torch.nn.Linear(2, 3)
torch.save(net.state_dict(), "weights.pt")
model = torch.load("weights.pt")
model.eval()
#> AttributeError: 'collections.OrderedDict' object has no attribute 'eval'

# %% call tags=["raises-exception"]
model(torch.ones(1, 2))
#> TypeError: 'collections.OrderedDict' object is not callable

# %% model-first tags=["right"]
model = torch.nn.Linear(2, 3)
model.load_state_dict(torch.load("weights.pt", map_location="cpu"))
model.eval()
print(model(torch.ones(1, 2)).shape)
#> torch.Size([1, 3])

# %% checkpoint tags=["right"]
torch.save({"epoch": 3, "model": net.state_dict()}, "last.pt")
checkpoint = torch.load("last.pt", map_location="cpu")
print(list(checkpoint))
print(model.load_state_dict(checkpoint["model"]))
#> ['epoch', 'model']
#> <All keys matched successfully>

# %% structure tags=["right"]
for name, value in torch.load("weights.pt").items():
    print(name, tuple(value.shape))
#> weight (3, 2)
#> bias (3,)
