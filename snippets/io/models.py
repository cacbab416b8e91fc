# %% save-and-load
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

X = torch.rand(2, 4)
net = nn.Sequential(nn.Linear(4, 1))
torch.save(net.state_dict(), "net.pt")

clone = nn.Sequential(nn.Linear(4, 1))
print(clone.load_state_dict(torch.load("net.pt")))
print(torch.equal(clone(X), net(X)))
#> <All keys matched successfully>
#> True

# %% eval-after-loading
model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5)).eval()
torch.save(model.state_dict(), "model.pt")

loaded = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5))
loaded.load_state_dict(torch.load("model.pt"))
print(loaded.training, torch.equal(loaded(X), model(X)))
loaded.eval()
print(loaded.training, torch.equal(loaded(X), model(X)))
#> True False
#> False True


# %% new-training
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def new_training():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 64), nn.ReLU(), nn.Linear(64, 1)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=4, gamma=0.5)
    return model, optimizer, scheduler

# %% train-epoch
torch.manual_seed(0)
inputs = torch.randn(12, 4, device=device)
targets = inputs.sum(dim=1, keepdim=True) + torch.randn(12, 1, device=device)


def train_epoch(model, optimizer, scheduler):
    for x, y in zip(inputs.split(4), targets.split(4)):
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    scheduler.step()
    return loss.item()

# %% checkpoint
model, optimizer, scheduler = new_training()
for epoch in range(3):
    loss = train_epoch(model, optimizer, scheduler)
    print(epoch, f"{loss:.3f}")
    state = {"epoch": epoch, "model": model.state_dict()}
    state["optimizer"] = optimizer.state_dict()
    state["scheduler"] = scheduler.state_dict()
    torch.save(state, "checkpoint.pt")
#> 0 2.162
#> 1 1.823
#> 2 1.493

# %% resume
model, optimizer, scheduler = new_training()
checkpoint = torch.load("checkpoint.pt", map_location=device)
model.load_state_dict(checkpoint["model"])
optimizer.load_state_dict(checkpoint["optimizer"])
scheduler.load_state_dict(checkpoint["scheduler"])
start_epoch = checkpoint["epoch"] + 1
for epoch in range(start_epoch, 6):
    loss = train_epoch(model, optimizer, scheduler)
    print(epoch, f"{loss:.3f}")
#> 3 1.098
#> 4 1.110
#> 5 1.062

# %% validate
valid_inputs = torch.randn(64, 4, device=device)
valid_targets = valid_inputs.sum(dim=1, keepdim=True)


@torch.no_grad()
def validate(model):
    model.eval()
    loss = F.mse_loss(model(valid_inputs), valid_targets).item()
    model.train()
    return loss

# %% keep-the-best
model, optimizer, scheduler = new_training()
best_loss = float("inf")
for epoch in range(8):
    train_epoch(model, optimizer, scheduler)
    loss = validate(model)
    if loss < best_loss:
        best_loss = loss
        torch.save({"epoch": epoch, "model": model.state_dict()}, "best.pt")
    print(epoch, f"{loss:.2f}")
#> 0 2.86
#> 1 2.61
#> 2 1.30
#> 3 0.73
#> 4 0.81
#> 5 0.99
#> 6 1.20
#> 7 1.42

# %% load-the-best
best = torch.load("best.pt", map_location=device)
model.load_state_dict(best["model"])
print(best["epoch"], f"{validate(model):.2f}")
#> 3 0.73

# %% state-dict-is-no-copy tags=["wrong"]
kept = model.state_dict()
train_epoch(model, optimizer, scheduler)
print(torch.equal(kept["0.weight"], model[0].weight))
#> True

# %% state-dict-copied tags=["right"]
kept = {name: value.clone() for name, value in model.state_dict().items()}
train_epoch(model, optimizer, scheduler)
print(torch.equal(kept["0.weight"], model[0].weight))
#> False

# %% state-dict
for name, value in net.state_dict().items():
    print(name, tuple(value.shape), value.requires_grad)
#> 0.weight (1, 4) False
#> 0.bias (1,) False


# %% names-follow-the-structure
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 1)

    def forward(self, x):
        return self.fc(x)


for model in [nn.Linear(4, 1), nn.Sequential(nn.Linear(4, 1)), Net()]:
    print(list(model.state_dict()))
#> ['weight', 'bias']
#> ['0.weight', '0.bias']
#> ['fc.weight', 'fc.bias']


# %% buffers-too
model = nn.Sequential(nn.BatchNorm1d(4), nn.Dropout(0.5))
print(list(model.state_dict()))
#> ['0.weight', '0.bias', '0.running_mean', '0.running_var', '0.num_batches_tracked']


# %% other-structure tags=["raises-exception"]
clone = nn.Linear(4, 1)
clone.load_state_dict(torch.load("net.pt"))
#> RuntimeError: Error(s) in loading state_dict for Linear:
#> 	Missing key(s) in state_dict: "weight", "bias".
#> 	Unexpected key(s) in state_dict: "0.weight", "0.bias".


# %% same-structure tags=["right"]
clone = nn.Sequential(nn.Linear(4, 1))
clone.load_state_dict(torch.load("net.pt"))
print(torch.equal(clone(X), net(X)))
#> True

# %% strict-false-loads-nothing tags=["wrong"]
clone = nn.Linear(4, 1)
print(clone.load_state_dict(torch.load("net.pt"), strict=False))
print(torch.equal(clone(X), net(X)))
#> _IncompatibleKeys(missing_keys=['weight', 'bias'], unexpected_keys=['0.weight', '0.bias'])
#> False

# %% prefix tags=["raises-exception"]
wrapped = nn.DataParallel(nn.Sequential(nn.Linear(4, 1)))
compiled = torch.compile(nn.Sequential(nn.Linear(4, 1)))
print(list(wrapped.state_dict()), list(compiled.state_dict()))
torch.save(wrapped.state_dict(), "wrapped.pt")
net.load_state_dict(torch.load("wrapped.pt"))
#> ['module.0.weight', 'module.0.bias'] ['_orig_mod.0.weight', '_orig_mod.0.bias']
#> RuntimeError: Error(s) in loading state_dict for Sequential:
#> 	Missing key(s) in state_dict: "0.weight", "0.bias".
#> 	Unexpected key(s) in state_dict: "module.0.weight", "module.0.bias".
#torch<2.14> DeprecationWarning: `torch.jit.script_method` is deprecated. Please switch to `torch.compile` or `torch.export`.
#torch<2.14> ['module.0.weight', 'module.0.bias'] ['_orig_mod.0.weight', '_orig_mod.0.bias']
#torch<2.14> RuntimeError: Error(s) in loading state_dict for Sequential:
#torch<2.14> 	Missing key(s) in state_dict: "0.weight", "0.bias".
#torch<2.14> 	Unexpected key(s) in state_dict: "module.0.weight", "module.0.bias".

# %% without-prefix tags=["right"]
def without_prefix(state):
    names = {name: name.replace("_orig_mod.", "") for name in state}
    return {names[name].removeprefix("module."): state[name] for name in state}


print(list(without_prefix(wrapped.state_dict())))
print(list(without_prefix(compiled.state_dict())))
print(net.load_state_dict(without_prefix(torch.load("wrapped.pt"))))
#> ['0.weight', '0.bias']
#> ['0.weight', '0.bias']
#> <All keys matched successfully>

# %% other-shape tags=["raises-exception"]
old = nn.Sequential(nn.Linear(4, 2), nn.Linear(2, 1), nn.Linear(1, 1))
torch.save(old.state_dict(), "old.pt")

new = nn.Sequential(nn.Linear(4, 2), nn.Linear(2, 3))
new.load_state_dict(torch.load("old.pt"), strict=False)
#> RuntimeError: Error(s) in loading state_dict for Sequential:
#> 	size mismatch for 1.weight: copying a param with shape torch.Size([1, 2]) from checkpoint, the shape in current model is torch.Size([3, 2]).
#> 	size mismatch for 1.bias: copying a param with shape torch.Size([1]) from checkpoint, the shape in current model is torch.Size([3]).

# %% skip-other-shapes tags=["right"]
state, own = torch.load("old.pt"), new.state_dict()
fits = {
    name: value
    for name, value in state.items()
    if name in own and value.shape == own[name].shape
}
print(list(fits))
print(new.load_state_dict(fits, strict=False))
print(torch.equal(new[0].weight, old[0].weight))
#> ['0.weight', '0.bias']
#> _IncompatibleKeys(missing_keys=['1.weight', '1.bias'], unexpected_keys=[])
#> True

# %% other-groups tags=["raises-exception"]
optimizer = torch.optim.SGD(new[:1].parameters(), lr=0.1)
optimizer.load_state_dict(checkpoint["optimizer"])
#> ValueError: loaded state dict contains a parameter group that doesn't match the size of optimizer's group

# %% path-instead-of-dict tags=["raises-exception"]
net.load_state_dict("net.pt")
#> TypeError: Expected state_dict to be dict-like, got <class 'str'>.


# %% loaded-first tags=["right"]
print(net.load_state_dict(torch.load("net.pt")))
#> <All keys matched successfully>

# %% whole-model tags=["raises-exception"]
torch.save(Net(), "whole.pt")
torch.load("whole.pt")
#> _pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options, ...


# %% class-is-gone tags=["raises-exception"]
# zh: 换一个没有定义 Net 的程序来读，就是这样。
# en: As in another program, which does not define Net.
del Net
torch.load("whole.pt", weights_only=False)
#> AttributeError: Can't get attribute 'Net' on <module '__main__' ...


# %% truncated-file tags=["raises-exception"]
data = Path("net.pt").read_bytes()
Path("net.pt").write_bytes(data[: len(data) // 2])
torch.load("net.pt")
#> RuntimeError: PytorchStreamReader failed reading zip archive: failed finding central directory. This is an internal miniz error. If you are seeing this error, there is a high likelihood that your checkpoint file is corrupted. This can happen if the checkpoint was not saved properly, was transferred incorrectly, or the file was modified after saving.

# %% replace-when-done tags=["right"]
torch.save(net.state_dict(), "net.tmp")
Path("net.tmp").replace("net.pt")
print(list(torch.load("net.pt")))
#> ['0.weight', '0.bias']
