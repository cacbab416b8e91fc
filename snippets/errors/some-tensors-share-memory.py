# %% tied
import torch
from torch import nn


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 4)
        self.head = nn.Linear(4, 10, bias=False)
        self.head.weight = self.embedding.weight

# %% names
model = Tied()
print(list(model.state_dict()))
#> ['embedding.weight', 'head.weight']

# %% find
names_at = {}
for name, tensor in model.state_dict().items():
    place = tensor.data_ptr(), tensor.shape
    names_at.setdefault(place, []).append(name)
print([names for names in names_at.values() if len(names) > 1])
#> [['embedding.weight', 'head.weight']]

# %% same-parameter
print(model.head.weight is model.embedding.weight)
#> True

# %% share-data tags=["wrong"]
a, b = nn.Linear(2, 2), nn.Linear(2, 2)
b.weight.data = a.weight.data
print(b.weight is a.weight)
print(b.weight.data_ptr() == a.weight.data_ptr())
#> False
#> True

# %% slices tags=["wrong"]
x = torch.arange(6.0)
tensors = {"all": x, "first": x[:2]}
print(len({t.untyped_storage().data_ptr() for t in tensors.values()}))
#> 1

# %% one-name tags=["right"]
weights = model.state_dict()
for first, *others in names_at.values():
    for name in others:
        del weights[name]
print(list(weights))
#> ['embedding.weight']

# %% load-one-name tags=["right"]
restored = Tied()
print(restored.load_state_dict(weights, strict=False).missing_keys)
print(torch.equal(restored.head.weight, model.head.weight))
#> ['head.weight']
#> True

# %% strict tags=["raises-exception"]
restored.load_state_dict(weights)
#> RuntimeError: Error(s) in loading state_dict for Tied:
#> 	Missing key(s) in state_dict: "head.weight".

# %% clone tags=["right"]
tensors = {name: t.clone() for name, t in tensors.items()}
print(len({t.untyped_storage().data_ptr() for t in tensors.values()}))
#> 2
