# %% classifier
import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
        self.head = nn.Linear(8, classes)

    def forward(self, x):
        return self.head(self.backbone(x))

# %% all-but-the-head
torch.manual_seed(0)
old = Classifier(classes=10)
torch.save(old.state_dict(), "old.pt")

model = Classifier(classes=3)
state = torch.load("old.pt", map_location="cpu")
kept = {k: v for k, v in state.items() if not k.startswith("head.")}
print(model.load_state_dict(kept, strict=False))
#> _IncompatibleKeys(missing_keys=['head.weight', 'head.bias'], unexpected_keys=[])

# %% check-names
result = model.load_state_dict(kept, strict=False)
assert not result.unexpected_keys
assert all(name.startswith("head.") for name in result.missing_keys)
print(torch.equal(model.backbone[0].weight, old.backbone[0].weight))
#> True

# %% new-head
model = Classifier(classes=10)
print(model.load_state_dict(torch.load("old.pt", map_location="cpu")))
model.head = nn.Linear(8, 3)
print(model(torch.ones(1, 4)).shape)
#> <All keys matched successfully>
#> torch.Size([1, 3])

# %% only-the-backbone
backbone = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
prefix = "backbone."
part = {
    name.removeprefix(prefix): value
    for name, value in state.items()
    if name.startswith(prefix)
}
print(list(part))
print(backbone.load_state_dict(part))
#> ['0.weight', '0.bias']
#> <All keys matched successfully>

# %% compare
theirs = {"encoder.0.weight": torch.ones(8, 4),
          "encoder.0.bias": torch.ones(8),
          "fc.weight": torch.ones(3, 8), "fc.bias": torch.ones(3)}
model = Classifier(classes=3)
for ours, name in zip(model.state_dict().items(), theirs):
    print(f"{ours[0]:18}", tuple(ours[1].shape), name)
#> backbone.0.weight  (8, 4) encoder.0.weight
#> backbone.0.bias    (8,) encoder.0.bias
#> head.weight        (3, 8) fc.weight
#> head.bias          (3,) fc.bias

# %% rename
pairs = {"encoder.": "backbone.", "fc.": "head."}
renamed = {}
for name, value in theirs.items():
    for before, after in pairs.items():
        if name.startswith(before):
            name = after + name.removeprefix(before)
    renamed[name] = value
print(list(renamed))
print(model.load_state_dict(renamed))
#> ['backbone.0.weight', 'backbone.0.bias', 'head.weight', 'head.bias']
#> <All keys matched successfully>

# %% hook
class Renamed(Classifier):
    def __init__(self, classes):
        super().__init__(classes)
        self.register_load_state_dict_pre_hook(self.rename)

    def rename(self, module, state, prefix, *rest):
        old, new = f"{prefix}fc.", f"{prefix}head."
        for name in [n for n in state if n.startswith(old)]:
            state[new + name.removeprefix(old)] = state.pop(name)

# %% old-file
before = {n.replace("head.", "fc."): v for n, v in state.items()}
print(list(before)[2:])
print(Renamed(classes=10).load_state_dict(before))
#> ['fc.weight', 'fc.bias']
#> <All keys matched successfully>

# %% strip-prefix
from_ddp = {f"module.{name}": v for name, v in old.state_dict().items()}
nn.modules.utils.consume_prefix_in_state_dict_if_present(
    from_ddp, "module."
)
print(list(from_ddp))
#> ['backbone.0.weight', 'backbone.0.bias', 'head.weight', 'head.bias']

# %% more-rows
words = torch.arange(6.0).reshape(3, 2)
embedding = nn.Embedding(5, 2)
with torch.no_grad():
    embedding.weight[: len(words)] = words
print(embedding.weight[:3])
#> tensor([[0., 1.],
#>         [2., 3.],
#>         [4., 5.]], grad_fn=<SliceBackward0>)

# %% whole-checkpoint tags=["raises-exception"]
torch.save({"epoch": 3, "model": old.state_dict()}, "checkpoint.pt")
checkpoint = torch.load("checkpoint.pt", map_location="cpu")
old.load_state_dict(checkpoint)
#> RuntimeError: Error(s) in loading state_dict for Classifier:
#> 	Missing key(s) in state_dict: "backbone.0.weight", "backbone.0.bias", "head.weight", "head.bias".
#> 	Unexpected key(s) in state_dict: "epoch", "model".

# %% model-in-it tags=["right"]
print(list(checkpoint))
print(old.load_state_dict(checkpoint["model"]))
#> ['epoch', 'model']
#> <All keys matched successfully>

# %% wrong-prefix tags=["wrong"]
model = Classifier(classes=10)
part = {k: v for k, v in state.items() if k.startswith("backbones.")}
result = model.load_state_dict(part, strict=False)
print(len(part), len(result.missing_keys), result.unexpected_keys)
#> 0 4 []

# %% right-prefix tags=["right"]
part = {k: v for k, v in state.items() if k.startswith("backbone.")}
result = model.load_state_dict(part, strict=False)
print(len(part), result.missing_keys)
#> 2 ['head.weight', 'head.bias']

# %% optimizer-too-early tags=["wrong"]
model = Classifier(classes=10)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
model.head = nn.Linear(8, 3)
head = model.head.weight.detach().clone()
model(torch.ones(1, 4)).sum().backward()
optimizer.step()
print(torch.equal(head, model.head.weight))
#> True

# %% optimizer-after tags=["right"]
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
optimizer.step()
print(torch.equal(head, model.head.weight))
#> False
