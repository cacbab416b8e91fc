# %% save-and-load
from pathlib import Path

import torch
from torch import nn

torch.manual_seed(0)
X = torch.rand(2, 4)
net = nn.Sequential(nn.Linear(4, 1))
Y = net(X)
torch.save(net.state_dict(), "net.pt")

clone = nn.Sequential(nn.Linear(4, 1))
print(clone.load_state_dict(torch.load("net.pt")))
print(torch.equal(clone(X), Y))
#> <All keys matched successfully>
#> True

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

# %% state-dict-is-no-copy
nn.init.ones_(net[0].weight)
state = net.state_dict()
copied = {name: value.clone() for name, value in net.state_dict().items()}
nn.init.zeros_(net[0].weight)
print(state["0.weight"])
print(copied["0.weight"])
#> tensor([[0., 0., 0., 0.]])
#> tensor([[1., 1., 1., 1.]])

# %% keep-the-best
best_loss = float("inf")
for epoch, loss in enumerate([0.9, 0.4, 0.6]):
    # zh: 代替一轮训练。
    # en: Stands for an epoch of training.
    nn.init.constant_(net[0].weight, epoch)
    if loss < best_loss:
        best_loss = loss
        torch.save(net.state_dict(), "best.pt")
net.load_state_dict(torch.load("best.pt"))
print(best_loss, net[0].weight)
#> 0.4 Parameter containing:
#> tensor([[1., 1., 1., 1.]], requires_grad=True)

# %% checkpoint
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
torch.save(
    {"model": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 2},
    "checkpoint.pt",
)

checkpoint = torch.load("checkpoint.pt")
net.load_state_dict(checkpoint["model"])
optimizer.load_state_dict(checkpoint["optimizer"])
print(checkpoint["epoch"])
#> 2

# %% other-structure tags=["raises-exception"]
clone = nn.Linear(4, 1)
clone.load_state_dict(torch.load("net.pt"))
#> RuntimeError: Error(s) in loading state_dict for Linear:
#> 	Missing key(s) in state_dict: "weight", "bias".
#> 	Unexpected key(s) in state_dict: "0.weight", "0.bias".

# %% same-structure
clone = nn.Sequential(nn.Linear(4, 1))
clone.load_state_dict(torch.load("net.pt"))
print(torch.equal(clone(X), Y))
#> True

# %% strict-false-loads-nothing
clone = nn.Linear(4, 1)
print(clone.load_state_dict(torch.load("net.pt"), strict=False))
print(torch.equal(clone(X), Y))
#> _IncompatibleKeys(missing_keys=['weight', 'bias'], unexpected_keys=['0.weight', '0.bias'])
#> False

# %% prefix
wrapped = nn.DataParallel(nn.Sequential(nn.Linear(4, 1)))
state = wrapped.state_dict()
print(list(state))
state = {name.removeprefix("module."): value for name, value in state.items()}
print(list(state), net.load_state_dict(state))
#> ['module.0.weight', 'module.0.bias']
#> ['0.weight', '0.bias'] <All keys matched successfully>

# %% other-shape tags=["raises-exception"]
old = nn.Sequential(nn.Linear(4, 2), nn.Linear(2, 1))
torch.save(old.state_dict(), "old.pt")

new = nn.Sequential(nn.Linear(4, 2), nn.Linear(2, 3))
new.load_state_dict(torch.load("old.pt"), strict=False)
#> RuntimeError: Error(s) in loading state_dict for Sequential:
#> 	size mismatch for 1.weight: copying a param with shape torch.Size([1, 2]) from checkpoint, the shape in current model is torch.Size([3, 2]).
#> 	size mismatch for 1.bias: copying a param with shape torch.Size([1]) from checkpoint, the shape in current model is torch.Size([3]).

# %% skip-other-shapes
state, own = torch.load("old.pt"), new.state_dict()
state = {name: value for name, value in state.items() if value.shape == own[name].shape}
print(new.load_state_dict(state, strict=False))
print(torch.equal(new[0].weight, old[0].weight))
#> _IncompatibleKeys(missing_keys=['1.weight', '1.bias'], unexpected_keys=[])
#> True

# %% path-instead-of-dict tags=["raises-exception"]
net.load_state_dict("net.pt")
#> TypeError: Expected state_dict to be dict-like, got <class 'str'>.

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
