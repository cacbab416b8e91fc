# %% map-location
import torch

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
x = torch.arange(4.0, device=device)
torch.save(x, "x.pt")
print(torch.load("x.pt").device)
print(torch.load("x.pt", map_location="cpu").device)
#> cpu
#> cpu

# %% tagged-file tags=["remove-cell"]
# zh: 做一个记着 cuda:1 的文件，任何机器上都行：只给这一个张量标上 cuda:1，其余的照旧。
# en: Make a file that remembers cuda:1, on any machine: only this tensor is tagged cuda:1.
from_gpu = torch.arange(4.0)


def tag(storage):
    if storage.data_ptr() == from_gpu.data_ptr():
        return "cuda:1"


torch.serialization.register_package(0, tag, lambda storage, location: None)
torch.save(from_gpu, "gpu.pt")

# %% forms
print(torch.load("gpu.pt", map_location="cpu").device)
print(torch.load("gpu.pt", map_location=torch.device("cpu")).device)
print(torch.load("gpu.pt", map_location={"cuda:1": "cpu"}).device)
#> cpu
#> cpu
#> cpu

# %% into-a-model
model = torch.nn.Linear(4, 1).to(device)
torch.save(model.state_dict(), "model.pt")

state = torch.load("model.pt", map_location="cpu")
print(state["weight"].device)
print(model.load_state_dict(state))
print(model.weight.device)
#> cpu
#> <All keys matched successfully>
#> cpu

# %% recorded-device
def to_cpu(storage, location):
    print("saved on", location)
    return storage


print(torch.load("gpu.pt", map_location=to_cpu))
#> saved on cuda:1
#> tensor([0., 1., 2., 3.])

# %% shapes-only
state = torch.load("model.pt", map_location="meta")
for name, value in state.items():
    print(name, tuple(value.shape), value.device)
#> weight (1, 4) meta
#> bias (1,) meta

# %% assign
with torch.device("meta"):
    large = torch.nn.Linear(4, 1)
print(large.weight.device)

state = torch.load("model.pt", map_location="cpu")
large.load_state_dict(state, assign=True)
print(torch.equal(large.weight, state["weight"]))
print(large.weight.data_ptr() == state["weight"].data_ptr())
#> meta
#> True
#> True

# %% mmap
state = torch.load("model.pt", map_location="cpu", mmap=True)
state["bias"].zero_()
print(state["bias"])
print(torch.load("model.pt", map_location="cpu")["bias"].item() == 0)
#> tensor([0.])
#> False

# %% no-such-gpu tags=["raises-exception"]
torch.load("gpu.pt")
#> RuntimeError: Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. If you are running on a CPU-only machine, please use torch.load with map_location=torch.device('cpu') to map your storages to the CPU.

# %% load-on-cpu tags=["right"]
x = torch.load("gpu.pt", map_location="cpu")
print(x.to(device).device)
#> cpu

# %% given-to-the-model tags=["raises-exception"]
model.load_state_dict(torch.load("model.pt"), map_location="cpu")
#> TypeError: Module.load_state_dict() got an unexpected keyword argument 'map_location'

# %% given-to-load tags=["right"]
print(model.load_state_dict(torch.load("model.pt", map_location="cpu")))
#> <All keys matched successfully>

# %% gpu-is-no-device tags=["raises-exception"]
torch.load("gpu.pt", map_location="gpu")
#> RuntimeError: don't know how to restore data location of torch.storage.UntypedStorage (tagged with gpu)

# %% device-chosen tags=["right"]
print(torch.load("gpu.pt", map_location=device).device)
#> cpu

# %% copy-into-meta tags=["wrong"]
with torch.device("meta"):
    large = torch.nn.Linear(4, 1, bias=False)
state = {"weight": torch.ones(1, 4)}
large.load_state_dict(state)
print(large.weight.device)
#> UserWarning: for weight: copying from a non-meta parameter in the checkpoint to a meta parameter in the current model, which is a no-op. (Did you mean to pass `assign=True` to assign items in the state dictionary to their corresponding key in the module instead of copying them in place?)
#> meta

# %% with-assign tags=["right"]
large.load_state_dict(state, assign=True)
print(large.weight.device)
#> cpu

# %% optimizer-before-assign tags=["wrong"]
optimizer = torch.optim.SGD(large.parameters(), lr=0.1)
large.load_state_dict(state, assign=True)
print(optimizer.param_groups[0]["params"][0] is large.weight)
#> False

# %% optimizer-after-assign tags=["right"]
optimizer = torch.optim.SGD(large.parameters(), lr=0.1)
print(optimizer.param_groups[0]["params"][0] is large.weight)
#> True
