# %% raise tags=["raises-exception"]
import torch

model = torch.nn.Linear(3, 2)
torch.save(model.state_dict(), "model.pt")
model.load_state_dict(torch.load("model.pt"), map_location="cpu")
#> TypeError: Module.load_state_dict() got an unexpected keyword argument 'map_location'

# %% fix tags=["right"]
state = torch.load("model.pt", map_location="cpu")
print(model.load_state_dict(state))
#> <All keys matched successfully>
