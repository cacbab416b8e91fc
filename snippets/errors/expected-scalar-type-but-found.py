# %% raise tags=["raises-exception"]
import torch
import torch.nn.functional as F

rotation = torch.eye(2, dtype=torch.float64).expand(10, 2, 2)
points = torch.ones(10, 2, 5)
rotation @ points
#> RuntimeError: expected scalar type Double but found Float

# %% half tags=["raises-exception"]
queries, keys = torch.ones(1, 2, 3).half(), torch.ones(1, 3, 2)
torch.bmm(queries, keys)
#> RuntimeError: expected scalar type Half but found Float

# %% class-weights tags=["raises-exception"]
logits, labels = torch.zeros(3, 2), torch.tensor([0, 1, 1])
class_weights = torch.tensor([1.0, 2.0], dtype=torch.float64)
F.cross_entropy(logits, labels, weight=class_weights)
#> RuntimeError: expected scalar type Float but found Double

# %% fix tags=["right"]
print(rotation.dtype, points.dtype)
print((rotation.to(points.dtype) @ points).shape)
#> torch.float64 torch.float32
#> torch.Size([10, 2, 5])

# %% fix-half tags=["right"]
with torch.autocast("cpu", dtype=torch.bfloat16):
    print(torch.bmm(queries, keys).dtype)
print(torch.bmm(queries.to(keys.dtype), keys).dtype)
#> torch.bfloat16
#> torch.float32

# %% fix-class-weights tags=["right"]
print(F.cross_entropy(logits, labels, weight=class_weights.float()))
#> tensor(0.6931)

# %% not-in-place tags=["wrong"]
rotation.to(torch.float32)
print(rotation.dtype)
#> torch.float64
