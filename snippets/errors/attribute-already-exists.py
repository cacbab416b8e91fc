# %% raise tags=["raises-exception"]
import torch
from torch import nn

nn.ModuleDict({"type": nn.Linear(4, 3), "price": nn.Linear(4, 1)})
#> KeyError: "attribute 'type' already exists"

# %% buffer tags=["raises-exception"]
class Normalize(nn.Module):
    def __init__(self):
        super().__init__()
        self.mean = torch.zeros(3)
        self.register_buffer("mean", self.mean)


Normalize()
#> KeyError: "attribute 'mean' already exists"

# %% fix-keys tags=["right"]
heads = {"type": nn.Linear(4, 3), "price": nn.Linear(4, 1)}
heads = nn.ModuleDict({f"{name}_head": h for name, h in heads.items()})
print(list(heads))
#> ['type_head', 'price_head']

# %% fix-buffer tags=["right"]
class Normalize(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", None)

    def fit(self, x):
        self.mean = x.mean(dim=0)


layer = Normalize()
layer.fit(torch.ones(2, 3))
print(list(layer.state_dict()))
#> ['mean']
