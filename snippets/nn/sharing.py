# %% shared-layer
import copy
import io

import torch
from torch import nn

shared = nn.Linear(8, 8)
net = nn.Sequential(
    nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(8, 1)
)
with torch.no_grad():
    net[2].weight[0, 0] = 100.0
print(net[4].weight[0, 0].item())
#> 100.0

# %% same-object
print(net[2] is net[4])
unshared = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8))
print(unshared[0] is unshared[2])
#> True
#> False

# %% count
print(len(list(net.parameters())))
print(sum(parameter.numel() for parameter in net.parameters()))
print([name for name, _ in net.named_parameters()])
#> 6
#> 121
#> ['0.weight', '0.bias', '2.weight', '2.bias', '6.weight', '6.bias']

# %% gradients-add-up
layer = nn.Linear(1, 1, bias=False)
with torch.no_grad():
    layer.weight.fill_(3.0)
twice = nn.Sequential(layer, layer)
y = twice(torch.ones(1, 1))
y.backward()
print(y.item(), layer.weight.grad)
#> 9.0 tensor([[6.]])

# %% state-dict
state = net.state_dict()
print(len(state))
print(list(state))
#> 8
#> ['0.weight', '0.bias', '2.weight', '2.bias', '4.weight', '4.bias', '6.weight', '6.bias']

# %% save-and-load
file = io.BytesIO()
torch.save(net.state_dict(), file)
file.seek(0)
state = torch.load(file)
print(state["2.weight"].data_ptr() == state["4.weight"].data_ptr())
print(net.load_state_dict(state))
#> True
#> <All keys matched successfully>

# %% tie-weights
class Tied(nn.Module):
    def __init__(self, words, size):
        super().__init__()
        self.embedding = nn.Embedding(words, size)
        self.output = nn.Linear(size, words, bias=False)
        self.output.weight = self.embedding.weight

    def forward(self, ids):
        return self.output(self.embedding(ids))


tied = Tied(words=10, size=4)
print(tied(torch.tensor([1, 2])).shape)
print([name for name, _ in tied.named_parameters()])
#> torch.Size([2, 10])
#> ['embedding.weight']

# %% convert
device = "cuda" if torch.cuda.is_available() else "cpu"
tied.to(device).double()
print(tied.output.weight is tied.embedding.weight)
#> True

# %% copy-model
clone = copy.deepcopy(net)
print(clone[2] is clone[4], clone[2] is net[2])
#> True False

# %% copy-layer
separate = nn.Sequential(shared, nn.ReLU(), copy.deepcopy(shared))
print(torch.equal(separate[0].weight, separate[2].weight))
print(separate[0] is separate[2], len(list(separate.parameters())))
#> True
#> False 4

# %% list-times-three tags=["wrong"]
layers = [nn.Linear(8, 8)] * 3
print(len(list(nn.Sequential(*layers).parameters())))
#> 2

# %% list-comprehension tags=["right"]
layers = [nn.Linear(8, 8) for _ in range(3)]
print(len(list(nn.Sequential(*layers).parameters())))
#> 6

# %% share-data tags=["wrong"]
first, second = nn.Linear(1, 1, bias=False), nn.Linear(1, 1, bias=False)
with torch.no_grad():
    first.weight.fill_(3.0)
second.weight.data = first.weight.data
pair = nn.Sequential(first, second)
pair(torch.ones(1, 1)).backward()
print(first.weight.grad, second.weight.grad)
print(first.weight.data_ptr() == second.weight.data_ptr())
pair.double()
print(first.weight.data_ptr() == second.weight.data_ptr())
#> tensor([[3.]]) tensor([[3.]])
#> True
#> False

# %% share-parameter tags=["right"]
second.weight = first.weight
pair.zero_grad()
pair(torch.ones(1, 1, dtype=torch.float64)).backward()
print(first.weight.grad)
#> tensor([[6.]], dtype=torch.float64)

# %% replace-one tags=["wrong"]
tied = Tied(words=10, size=4)
tied.embedding.weight = nn.Parameter(torch.zeros(10, 4))
print(tied.output.weight is tied.embedding.weight)
#> False

# %% tie-again tags=["right"]
tied.output.weight = tied.embedding.weight
print(tied.output.weight is tied.embedding.weight)
#> True

# %% meta tags=["wrong"]
with torch.device("meta"):
    tied = Tied(words=10, size=4)
print(tied.output.weight is tied.embedding.weight)
tied.to_empty(device="cpu")
print(tied.output.weight is tied.embedding.weight)
#> True
#> False

# %% tie-after-meta tags=["right"]
tied.output.weight = tied.embedding.weight
print(tied.output.weight is tied.embedding.weight)
#> True

# %% different-values tags=["wrong"]
state = net.state_dict()
state["2.bias"] = torch.full((8,), 2.0)
state["4.bias"] = torch.full((8,), 4.0)
print(net.load_state_dict(state))
print(net[2].bias.detach())
#> <All keys matched successfully>
#> tensor([4., 4., 4., 4., 4., 4., 4., 4.])

# %% two-groups tags=["raises-exception"]
groups = [{"params": net[2].parameters()}, {"params": net[4].parameters()}]
torch.optim.SGD(groups, lr=0.1)
#> ValueError: some parameters appear in more than one parameter group

# %% one-group tags=["right"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
print(len(optimizer.param_groups[0]["params"]))
#> 6
