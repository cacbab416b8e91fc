# %% raise tags=["raises-exception"]
import torch

distances = torch.tensor([[2.0, 0.0], [0.0, 1.0]]).half()
torch.linalg.eigh(distances)
#> NotImplementedError: "linalg_eigh_cpu" not implemented for 'Half'

# %% points tags=["raises-exception"]
points = torch.zeros(3, 2).half()
torch.cdist(points, points)
#> NotImplementedError: "cdist" not implemented for 'Half'

# %% layers
x = torch.ones(1, 4).half()
for layer in torch.nn.Linear(4, 4), torch.nn.LayerNorm(4):
    print(layer.half()(x).dtype)
#> torch.float16
#> torch.float16

# %% fix tags=["right"]
values = torch.linalg.eigh(distances.float()).eigenvalues
print(values, values.half())
#> tensor([1., 2.]) tensor([1., 2.], dtype=torch.float16)

# %% fix-model tags=["right"]
device = "cuda" if torch.cuda.is_available() else "cpu"
dtype = torch.float16 if device == "cuda" else torch.float32
model = torch.nn.Linear(4, 4).to(device, dtype)
print(model(x.to(device, dtype)).shape)
#> torch.Size([1, 4])
