# %% raise tags=["raises-exception"]
import io
import pickle

import torch

torch.save({"weight": torch.ones(1, 3)}, "model.pt")
torch.load("model.pt", map_location="cuda:1")
#> RuntimeError: Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. If you are running on a CPU-only machine, please use torch.load with map_location=torch.device('cpu') to map your storages to the CPU.

# %% to-cpu tags=["right"]
state = torch.load("model.pt", map_location="cpu")
print(state["weight"].device)
#> cpu

# %% device tags=["right"]
device = "cuda" if torch.cuda.is_available() else "cpu"
model = torch.nn.Linear(3, 1, bias=False).to(device)
print(model.load_state_dict(state))
#> <All keys matched successfully>

# %% rename tags=["right"]
state = torch.load("model.pt", map_location={"cuda:1": "cuda:0"})
print(list(state))
#> ['weight']

# %% unpickler tags=["right"]
class CPUUnpickler(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) == ("torch.storage", "_load_from_bytes"):
            return lambda data: torch.load(io.BytesIO(data), "cpu")
        return super().find_class(module, name)


file = io.BytesIO(pickle.dumps(state))
print(CPUUnpickler(file).load()["weight"].device)
#> cpu
