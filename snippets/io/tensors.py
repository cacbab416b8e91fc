# %% save-and-load
import io
from pathlib import Path

import numpy as np
import torch

x = torch.arange(4)
torch.save(x, "x.pt")
print(torch.load("x.pt"))
#> tensor([0, 1, 2, 3])

# %% list
y = torch.zeros(2)
torch.save([x, y], "pair.pt")
first, second = torch.load("pair.pt")
print(first, second)
#> tensor([0, 1, 2, 3]) tensor([0., 0.])

# %% dict
torch.save({"x": x, "epoch": 3, "name": "demo"}, "run.pt")
run = torch.load("run.pt")
print(run["x"], run["epoch"], run["name"])
#> tensor([0, 1, 2, 3]) 3 demo

# %% what-is-kept
w = torch.ones(2, dtype=torch.float64, requires_grad=True)
h = 2 * w
h.sum().backward()
torch.save([w, h], "graph.pt")
for tensor in torch.load("graph.pt"):
    print(tensor)
    print(tensor.grad, tensor.grad_fn)
#> tensor([1., 1.], dtype=torch.float64, requires_grad=True)
#> None None
#> tensor([2., 2.], dtype=torch.float64, requires_grad=True)
#> None None

# %% same-tensor-twice
torch.save([x, x], "twice.pt")
first, second = torch.load("twice.pt")
first[0] = 9
print(second)
#> tensor([9, 1, 2, 3])

# %% tensor-and-view
torch.save([x, x[:2]], "views.pt")
whole, head = torch.load("views.pt")
whole[0] = 9
print(head)
print(x)
#> tensor([9, 1])
#> tensor([0, 1, 2, 3])

# %% buffer
buffer = io.BytesIO()
torch.save(x, buffer)
buffer.seek(0)
print(torch.load(buffer))
#> tensor([0, 1, 2, 3])

# %% numpy-file
np.save("x.npy", x.numpy())
print(torch.from_numpy(np.load("x.npy")))
#> tensor([0, 1, 2, 3])

# %% numpy-shares-memory
array = np.zeros(3)
shared, copied = torch.from_numpy(array), torch.tensor(array)
array[0] = 9
print(shared)
print(copied)
#> tensor([9., 0., 0.], dtype=torch.float64)
#> tensor([0., 0., 0.], dtype=torch.float64)

# %% slice tags=["wrong"]
big = torch.zeros(100_000)
torch.save(big[:2], "slice.pt")
print(Path("slice.pt").stat().st_size // 1000, "KB")
#> 401 KB

# %% clone-first tags=["right"]
torch.save(big[:2].clone(), "small.pt")
print(Path("small.pt").stat().st_size // 1000, "KB")
#> 1 KB

# %% missing-folder tags=["raises-exception"]
torch.save(x, "results/x.pt")
#> RuntimeError: Parent directory results does not exist.

# %% make-folder tags=["right"]
Path("results").mkdir(parents=True, exist_ok=True)
torch.save(x, "results/x.pt")
print(torch.load("results/x.pt"))
#> tensor([0, 1, 2, 3])

# %% not-rewound tags=["raises-exception"]
buffer = io.BytesIO()
torch.save(x, buffer)
torch.load(buffer)
#> EOFError

# %% rewound tags=["right"]
buffer.seek(0)
print(torch.load(buffer))
#> tensor([0, 1, 2, 3])

# %% own-class tags=["raises-exception"]
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


point = Point(torch.tensor(1.0), torch.tensor(2.0))
torch.save(point, "point.pt")
torch.load("point.pt")
#> _pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options, ...

# %% own-class-as-dict tags=["right"]
torch.save({"x": point.x, "y": point.y}, "point.pt")
restored = Point(**torch.load("point.pt"))
print(restored.x, restored.y)
#> tensor(1.) tensor(2.)
