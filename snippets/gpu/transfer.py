# %% to-device
import torch
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
x = torch.arange(4.0)
x = x.to(device)
print(x.device)
print(x.cpu().device)
#> cpu
#> cpu

# %% create-on-device
y = torch.ones(2, device=device)
print(y.device, torch.zeros_like(y).device, y.new_tensor([1.0, 2.0]).device)
#> cpu cpu cpu

# %% assign-the-result
x = torch.arange(4.0)
moved = x.to("meta")
print(x.device, moved.device)

model = nn.Linear(4, 1)
model.to("meta")
print(model.weight.device)
#> cpu meta
#> meta

# %% gpu-and-gpu tags=["requires-cuda-2", "raises-exception"]
torch.ones(2, device="cuda:0") + torch.ones(2, device="cuda:1")

# %% two-gpus
def try_gpu(i=0):
    """GPU number i, or the CPU if there is no such GPU."""
    if i < torch.cuda.device_count():
        return torch.device(f"cuda:{i}")
    return torch.device("cpu")


X = torch.ones(2, 3, device=try_gpu())
Y = torch.ones(2, 3, device=try_gpu(1))
Z = X.to(Y.device)
print((Y + Z).device == Y.device)
#> True

# %% already-there
print(Z.to(Y.device) is Z)
print(Z.to(Y.device, copy=True) is Z)
#> True
#> False

# %% scalar-from-cpu
scale = torch.tensor(2.0)
print((scale * torch.ones(2, device="meta")).device)
print(scale * y)
#> meta
#> tensor([2., 2.])

# %% back-to-cpu
w = torch.ones(2, device=device, requires_grad=True)
print(w.detach().cpu().numpy())
print(w.sum().item(), w.tolist())
#> [1. 1.]
#> 2.0 [1.0, 1.0]

# %% same-device tags=["raises-exception"]
torch.ones(2) + torch.ones(2, device="meta")
#> RuntimeError: Tensor on device meta is not on the expected device cpu!

# %% cpu-and-gpu tags=["requires-cuda", "raises-exception"]
torch.ones(2) + torch.ones(2, device="cuda")

# %% model-and-input tags=["requires-cuda", "raises-exception"]
nn.Linear(2, 1).to("cuda")(torch.ones(3, 2))

# %% move-first
a, b = torch.ones(2), torch.ones(2, device=device)
print((a.to(b.device) + b).tolist())
#> [2.0, 2.0]

# %% plain-attribute tags=["raises-exception"]
class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.factor = torch.tensor([2.0, 3.0])

    def forward(self, x):
        return self.factor * x


Scale().to("meta")(torch.ones(2, device="meta"))
#> RuntimeError: Tensor on device meta is not on the expected device cpu!

# %% buffer
class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("factor", torch.tensor([2.0, 3.0]))

    def forward(self, x):
        return self.factor * x


print(Scale().to("meta").factor.device)
print(Scale().to(device)(torch.ones(2, device=device)).tolist())
#> meta
#> [2.0, 3.0]

# %% new-in-forward tags=["raises-exception"]
def add_positions(x):
    return x + torch.arange(x.shape[-1])


add_positions(torch.ones(2, 3, device="meta"))
#> RuntimeError: Tensor on device cpu is not on the expected device meta!

# %% follow-the-input
def add_positions(x):
    return x + torch.arange(x.shape[-1], device=x.device)


print(add_positions(torch.ones(2, 3, device="meta")).device)
print(add_positions(torch.ones(2, 3, device=device)).tolist())
#> meta
#> [[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]

# %% numpy-needs-cpu tags=["raises-exception"]
torch.ones(2, device="meta").numpy()
#> TypeError: can't convert meta device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.

# %% numpy-on-a-gpu tags=["requires-cuda", "raises-exception"]
torch.ones(2, device="cuda").numpy()

# %% no-such-gpu
try:
    X.cuda(torch.cuda.device_count())
except (AssertionError, RuntimeError):
    print("no such GPU")
#> no such GPU

# %% not-a-leaf
w = torch.ones(2, requires_grad=True).to("meta")
print(w.is_leaf)
w = torch.ones(2, device="meta", requires_grad=True)
print(w.is_leaf)
#> False
#> True

# %% change-after-to
x = torch.zeros(2)
moved, copied = x.to(device), x.to(device, copy=True)
copied[0] = 1
print(x)
moved[0] = 1
print(x)
#> tensor([0., 0.])
#> tensor([1., 0.])

# %% other-dtype tags=["raises-exception"]
conv = nn.Conv1d(1, 1, kernel_size=2)
series = torch.ones(1, 4, dtype=torch.float64)
conv(series)
#> RuntimeError: Input type (double) and bias type (float) should be the same

# %% other-device tags=["requires-cuda", "raises-exception"]
conv_on_gpu = nn.Conv1d(1, 1, kernel_size=2).to("cuda")
conv_on_gpu(torch.ones(1, 1, 4))

# %% like-the-weight
print(conv(series.to(conv.weight)).dtype)
#> torch.float32
