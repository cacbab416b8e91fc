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

# %% find-it
def show_devices(module, **tensors):
    named = [*module.named_parameters(), *module.named_buffers(), *tensors.items()]
    for name, tensor in named:
        print(f"{name}: {tensor.device}")


model = nn.Linear(4, 1).to("meta")
inputs = torch.ones(3, 4)
show_devices(model, inputs=inputs)
#> weight: meta
#> bias: meta
#> inputs: cpu

# %% same-device tags=["raises-exception"]
model(inputs)
#> RuntimeError: Tensor on device meta is not on the expected device cpu!

# %% move-first tags=["right"]
inputs = inputs.to("meta")
print(model(inputs).shape)
#> torch.Size([3, 1])

# %% create-on-device
y = torch.ones(2, device=device)
print(y.device, torch.zeros_like(y).device, y.new_tensor([1.0, 2.0]).device)
#> cpu cpu cpu

# %% not-assigned tags=["wrong"]
x = torch.arange(4.0)
x.to("meta")
print(x.device)
#> cpu

# %% assign-the-result tags=["right"]
x = x.to("meta")
print(x.device)
#> meta

# %% module-in-place
model = nn.Linear(4, 1)
weight = model.weight
model.to(torch.float64)
print(model.weight.dtype, model.weight is weight)
#> torch.float64 True

# %% two-gpus
def try_gpu(i=0):
    # zh: 第 i 块 GPU；没有这一块，就用 CPU。
    # en: GPU number i, or the CPU if there is no such GPU.
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
#> meta

# %% cpu-index
rows = torch.tensor([0, 2])
print(torch.ones(3, 2, device="meta")[rows].device)
#> meta

# %% back-to-cpu
w = torch.ones(2, device=device, requires_grad=True)
print(w.detach().cpu().numpy())
print(w.sum().item(), w.tolist())
#> [1. 1.]
#> 2.0 [1.0, 1.0]

# %% plain-attribute tags=["raises-exception"]
class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.factor = torch.tensor([2.0, 3.0])

    def forward(self, x):
        return self.factor * x


Scale().to("meta")(torch.ones(2, device="meta"))
#> RuntimeError: Tensor on device meta is not on the expected device cpu!

# %% buffer tags=["right"]
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
def add_noise(x):
    return x + torch.rand(x.shape)


add_noise(torch.ones(2, 3, device="meta"))
#> RuntimeError: Tensor on device cpu is not on the expected device meta!

# %% follow-the-input tags=["right"]
def add_noise(x):
    return x + torch.rand(x.shape, device=x.device)


print(add_noise(torch.ones(2, 3, device="meta")).device)
#> meta

# %% other-dtype tags=["raises-exception"]
conv = nn.Conv1d(1, 1, kernel_size=2).to(device)
series = torch.ones(1, 1, 4, dtype=torch.float64, device=device)
conv(series)
#> RuntimeError: Input type (double) and bias type (float) should be the same

# %% like-the-weight tags=["right"]
print(conv(series.to(conv.weight)).dtype)
#> torch.float32

# %% numpy-needs-cpu tags=["raises-exception"]
torch.ones(2, device="meta").numpy()
#> TypeError: can't convert meta device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.

# %% numpy-of-a-copy tags=["right"]
result = torch.ones(2, device=device, requires_grad=True)
print(result.detach().cpu().numpy())
#> [1. 1.]

# %% not-a-leaf tags=["wrong"]
w = torch.ones(2, requires_grad=True).to("meta")
print(w.is_leaf)
#> False

# %% leaf-on-the-device tags=["right"]
w = torch.ones(2, device="meta", requires_grad=True)
print(w.is_leaf)
#> True

# %% change-after-to tags=["wrong"]
x = torch.zeros(2)
moved = x.to(device)
moved[0] = 1
print(x)
#> tensor([1., 0.])

# %% own-copy tags=["right"]
x = torch.zeros(2)
copied = x.to(device, copy=True)
copied[0] = 1
print(x)
#> tensor([0., 0.])
