# %% raise tags=["wrong"]
import torch

state = {"weight": torch.ones(2, 3)}
with torch.device("meta"):
    model = torch.nn.Linear(3, 2, bias=False)
model.load_state_dict(state)
print(model.weight.device)
#> UserWarning: for weight: copying from a non-meta parameter in the checkpoint to a meta parameter in the current model, which is a no-op. (Did you mean to pass `assign=True` to assign items in the state dictionary to their corresponding key in the module instead of copying them in place?)
#> meta

# %% then tags=["raises-exception"]
model.to("cpu")
#> NotImplementedError: Cannot copy out of meta tensor; no data! Please use torch.nn.Module.to_empty() instead of torch.nn.Module.to() when moving module from meta to a different device.

# %% empty tags=["wrong"]
filled = model.to_empty(device="cpu")
print(torch.equal(filled.weight, state["weight"]))
#> False

# %% assign tags=["right"]
with torch.device("meta"):
    model = torch.nn.Linear(3, 2, bias=False)
model.load_state_dict(state, assign=True)
print(model.weight.device, torch.equal(model.weight, state["weight"]))
#> cpu True

# %% empty-then-load tags=["right"]
with torch.device("meta"):
    model = torch.nn.Linear(3, 2, bias=False)
model.to_empty(device="cpu")
print(model.load_state_dict(state))
#> <All keys matched successfully>
