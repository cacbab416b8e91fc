# %% model
import copy

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self, classes):
        super().__init__()
        norm = nn.BatchNorm1d(32)
        self.body = nn.Sequential(nn.Linear(8, 32), norm, nn.ReLU())
        self.head = nn.Linear(32, classes)

    def forward(self, x):
        return self.head(self.body(x))


# %% freeze
torch.manual_seed(0)
net = Net(classes=4)

net.requires_grad_(False)
net.head = nn.Linear(32, 2)
trainable = [p for p in net.parameters() if p.requires_grad]
optimizer = torch.optim.AdamW(trainable, lr=0.02)
print([name for name, p in net.named_parameters() if p.requires_grad])
#> ['head.weight', 'head.bias']


# %% fit
def fit(net, x, y, params):
    optimizer = torch.optim.AdamW(params, lr=0.02)
    for step in range(100):
        net.train()
        loss = F.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


@torch.no_grad()
def accuracy(net, x, y):
    return (net.eval()(x).argmax(dim=1) == y).float().mean().item()


# %% pretrain
torch.manual_seed(0)
x = torch.randn(1000, 8)
first, second = x[:, 0] * x[:, 1] > 0, x[:, 2] * x[:, 3] > 0
pretrained = Net(classes=4)
fit(pretrained, x, 2 * first + second, pretrained.parameters())

# %% from-scratch
few, test = torch.randn(40, 8), torch.randn(1000, 8)
few_y = (few[:, 0] * few[:, 1] > 0).long()
test_y = (test[:, 0] * test[:, 1] > 0).long()

scratch = Net(classes=2)
fit(scratch, few, few_y, scratch.parameters())
print(f"{accuracy(scratch, test, test_y):.1f}")
#> 0.7

# %% head-only
net = copy.deepcopy(pretrained).requires_grad_(False)
net.head = nn.Linear(32, 2)
fit(net, few, few_y, net.head.parameters())
print(f"{accuracy(net, test, test_y):.1f}")
#> 0.8

# %% all-layers
net = copy.deepcopy(pretrained)
net.head = nn.Linear(32, 2)
groups = [
    {"params": net.body.parameters(), "lr": 0.002},
    {"params": net.head.parameters(), "lr": 0.02},
]
fit(net, few, few_y, groups)
print(f"{accuracy(net, test, test_y):.1f}")
#> 0.8

# %% by-name
net = Net(classes=2)
for name, p in net.named_parameters():
    p.requires_grad_(name.startswith(("head.", "body.1.")))
print([name for name, p in net.named_parameters() if p.requires_grad])
print(sum(p.numel() for p in net.parameters() if p.requires_grad))
#> ['body.1.weight', 'body.1.bias', 'head.weight', 'head.bias']
#> 130

# %% did-not-move
before = copy.deepcopy(net.state_dict())
trainable = [p for p in net.parameters() if p.requires_grad]
fit(net, few, few_y, trainable)
for name, value in net.state_dict().items():
    print(name, "same" if torch.equal(value, before[name]) else "changed")
#> body.0.weight same
#> body.0.bias same
#> body.1.weight changed
#> body.1.bias changed
#> body.1.running_mean changed
#> body.1.running_var changed
#> body.1.num_batches_tracked changed
#> head.weight changed
#> head.bias changed


# %% frozen-body
class FrozenBody(Net):
    def train(self, mode=True):
        super().train(mode)
        self.body.eval()
        return self


# %% statistics-stay
net = FrozenBody(classes=2)
net.body.requires_grad_(False)
before = copy.deepcopy(net.body[1].running_mean)
fit(net, few, few_y, net.head.parameters())
print(torch.equal(net.body[1].running_mean, before))
#> True

# %% load-body
state = pretrained.state_dict()
body = {k: v for k, v in state.items() if not k.startswith("head.")}
net = Net(classes=2)
print(net.load_state_dict(body, strict=False))
#> _IncompatibleKeys(missing_keys=['head.weight', 'head.bias'], unexpected_keys=[])

# %% unfreeze
net.body.requires_grad_(False)
optimizer = torch.optim.AdamW(net.head.parameters(), lr=0.02)
# zh: …… 先只训练几轮分类头 ……
# en: … train the head alone for some epochs …
net.body.requires_grad_(True)
optimizer.add_param_group({"params": net.body.parameters(), "lr": 0.002})
print([(len(g["params"]), g["lr"]) for g in optimizer.param_groups])
#> [(2, 0.02), (4, 0.002)]

# %% features-once
net.body.eval()
with torch.no_grad():
    features = net.body(few)
optimizer = torch.optim.AdamW(net.head.parameters(), lr=0.02)
for step in range(100):
    loss = F.cross_entropy(net.head(features), few_y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(f"{accuracy(net, test, test_y):.1f}")
#> 0.9

# %% where-the-graph-begins
net.body.requires_grad_(False)
print(net.body(few).requires_grad, net(few).requires_grad)

net.requires_grad_(True)
net.head.requires_grad_(False)
print(net.body(few).requires_grad, net(few).requires_grad)
#> False True
#> True True


# %% lora
class LoRA(nn.Module):
    def __init__(self, linear, rank):
        super().__init__()
        self.linear = linear.requires_grad_(False)
        self.down = nn.Linear(linear.in_features, rank, bias=False)
        self.up = nn.Linear(rank, linear.out_features, bias=False)
        nn.init.zeros_(self.up.weight)

    def forward(self, x):
        return self.linear(x) + self.up(self.down(x))


# %% lora-in-place-of
linear = nn.Linear(512, 512)
layer = LoRA(linear, rank=4)
x = torch.randn(3, 512)
print(torch.equal(layer(x), linear(x)))
print(sum(p.numel() for p in layer.parameters() if p.requires_grad))
print(sum(p.numel() for p in layer.parameters()))
#> True
#> 4096
#> 266752

# %% attribute tags=["wrong"]
net = Net(classes=2)
net.body.requires_grad = False
print([p.requires_grad for p in net.body.parameters()])
#> [True, True, True, True]

# %% method tags=["right"]
net.body.requires_grad_(False)
print([p.requires_grad for p in net.body.parameters()])
#> [False, False, False, False]

# %% all-frozen tags=["raises-exception"]
net = Net(classes=4)
net.head = nn.Linear(32, 2)
net.requires_grad_(False)
loss = F.cross_entropy(net(few), few_y)
loss.backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% head-trainable tags=["right"]
net.head.requires_grad_(True)
loss = F.cross_entropy(net(few), few_y)
loss.backward()
print(net.head.weight.grad.shape, net.body[0].weight.grad)
#> torch.Size([2, 32]) None

# %% other-name tags=["wrong"]
net = Net(classes=4)
net.fc = nn.Linear(32, 2)
print(net(few).shape)
#> torch.Size([40, 4])

# %% names-of-children tags=["right"]
net = Net(classes=4)
print([name for name, child in net.named_children()])
net.head = nn.Linear(net.head.in_features, 2)
print(net(few).shape)
#> ['body', 'head']
#> torch.Size([40, 2])

# %% optimizer-before-head tags=["wrong"]
net = Net(classes=4)
optimizer = torch.optim.AdamW(net.parameters(), lr=0.02)
net.head = nn.Linear(32, 2)
before = net.head.weight.clone()
F.cross_entropy(net(few), few_y).backward()
optimizer.step()
print(torch.equal(net.head.weight, before))
#> True

# %% optimizer-after-head tags=["right"]
optimizer = torch.optim.AdamW(net.parameters(), lr=0.02)
optimizer.step()
print(torch.equal(net.head.weight, before))
#> False

# %% batch-norm-moves tags=["wrong"]
net = Net(classes=2)
net.body.requires_grad_(False)
print(net.body[1].running_mean[:3])
net.train()
net(few)
print(net.body[1].running_mean[:3])
#> tensor([0., 0., 0.])
#> tensor([-0.0231, -0.0046, -0.0107])

# %% batch-norm-stays tags=["right"]
net = Net(classes=2)
net.body.requires_grad_(False)
net.train()
net.body.eval()
net(few)
print(net.body[1].running_mean[:3])
#> tensor([0., 0., 0.])

# %% group-twice tags=["raises-exception"]
optimizer = torch.optim.AdamW(net.parameters(), lr=0.02)
optimizer.add_param_group({"params": net.body.parameters()})
#> ValueError: some parameters appear in more than one parameter group

# %% no-second-group tags=["right"]
net.body.requires_grad_(True)
print(len(optimizer.param_groups[0]["params"]))
#> 6

# %% other-parameters tags=["raises-exception"]
saved = torch.optim.AdamW(net.parameters()).state_dict()
optimizer = torch.optim.AdamW(net.head.parameters())
optimizer.load_state_dict(saved)
#> ValueError: loaded state dict contains a parameter group that doesn't match the size of optimizer's group

# %% same-parameters tags=["right"]
optimizer = torch.optim.AdamW(net.parameters())
optimizer.load_state_dict(saved)
print(len(optimizer.param_groups[0]["params"]))
#> 6
