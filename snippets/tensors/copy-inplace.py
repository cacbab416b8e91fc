# %% alias
import copy

import torch

x = torch.tensor([1.0, 2.0, 3.0])
alias = x
part = x[:2]
cloned = x.clone()
x[0] = 100
print(alias)
print(part)
print(cloned)
#> tensor([100.,   2.,   3.])
#> tensor([100.,   2.])
#> tensor([1., 2., 3.])

# %% draw-memory tags=["remove-input"]
from drawing.sharing import memories

memories({"x": x, "alias = x": alias, "part = x[:2]": part, "x.clone()": cloned})

# %% check
print(alias is x, part is x)


def start(tensor):
    return tensor.untyped_storage().data_ptr()


print(start(part) == start(x), start(cloned) == start(x))
#> True False
#> True False

# %% maybe
print(x.float() is x, x.to(torch.float64) is x)
print(x.to(torch.float32, copy=True) is x)
#> True False
#> False

# %% in-place
x = torch.zeros(2)
y = x
x += 1
print(y)
x = x + 1
print(x, y)
#> tensor([1., 1.])
#> tensor([2., 2.]) tensor([1., 1.])

# %% copy
target = torch.zeros(2, 3)
target.copy_(torch.tensor([1, 2, 3]))
print(target)
target[:, 0] = 7
target[1].fill_(9)
print(target)
#> tensor([[1., 2., 3.],
#>         [1., 2., 3.]])
#> tensor([[7., 2., 3.],
#>         [9., 9., 9.]])

# %% gradients
w = torch.ones(2, requires_grad=True)
print(w.clone())
print(w.detach().clone())
#> tensor([1., 1.], grad_fn=<CloneBackward0>)
#> tensor([1., 1.])

# %% gradient-through-clone
(3 * w.clone()).sum().backward()
print(w.grad)
#> tensor([3., 3.])

# %% deepcopy
model = torch.nn.Linear(1, 1)
twin = copy.deepcopy(model)
torch.nn.init.zeros_(model.weight)
print(torch.equal(twin.weight, model.weight))
#> False

# %% changed-argument tags=["wrong"]
def centered(values):
    values -= values.mean()
    return values


x = torch.tensor([1.0, 2.0, 3.0])
centered(x)
print(x)
#> tensor([-1.,  0.,  1.])

# %% unchanged-argument tags=["right"]
def centered(values):
    return values - values.mean()


x = torch.tensor([1.0, 2.0, 3.0])
centered(x)
print(x)
#> tensor([1., 2., 3.])

# %% one-tensor tags=["wrong"]
states = [torch.zeros(2)] * 3
states[0] += 1
print(states)
#> [tensor([1., 1.]), tensor([1., 1.]), tensor([1., 1.])]

# %% three-tensors tags=["right"]
states = [torch.zeros(2) for _ in range(3)]
states[0] += 1
print(states)
#> [tensor([1., 1.]), tensor([0., 0.]), tensor([0., 0.])]

# %% same-state tags=["wrong"]
state, history = torch.zeros(1), []
for _ in range(3):
    state += 1
    history.append(state)
print(history)
#> [tensor([3.]), tensor([3.]), tensor([3.])]

# %% own-state tags=["right"]
state, history = torch.zeros(1), []
for _ in range(3):
    state += 1
    history.append(state.clone())
print(history)
#> [tensor([1.]), tensor([2.]), tensor([3.])]

# %% best tags=["wrong"]
torch.nn.init.constant_(model.weight, 5.0)
best = model.state_dict()
torch.nn.init.constant_(model.weight, 0.0)
print(best["weight"])
#> tensor([[0.]])

# %% best-copy tags=["right"]
torch.nn.init.constant_(model.weight, 5.0)
best = copy.deepcopy(model.state_dict())
torch.nn.init.constant_(model.weight, 0.0)
print(best["weight"])
#> tensor([[5.]])

# %% swap tags=["wrong"]
pair = torch.tensor([1, 2])
pair[0], pair[1] = pair[1], pair[0]
print(pair)
#> tensor([2, 2])

# %% swap-at-once tags=["right"]
pair = torch.tensor([1, 2])
pair[[0, 1]] = pair[[1, 0]]
print(pair)
#> tensor([2, 1])

# %% leaf tags=["raises-exception"]
w -= 0.1 * w.grad
#> RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.

# %% no-grad tags=["right"]
with torch.no_grad():
    w -= 0.1 * w.grad
print(w)
#> tensor([0.7000, 0.7000], requires_grad=True)

# %% view-of-leaf tags=["raises-exception"]
w[0] = 0
#> RuntimeError: a view of a leaf Variable that requires grad is being used in an in-place operation.

# %% view-without-gradients tags=["right"]
with torch.no_grad():
    w[0] = 0
print(w)
#> tensor([0.0000, 0.7000], requires_grad=True)

# %% overlap tags=["raises-exception"]
x = torch.tensor([1.0, 2.0, 3.0])
x[1:] = x[:-1]
#> RuntimeError: unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. Please clone() the tensor before performing the operation.

# %% overlap-clone tags=["right"]
x[1:] = x[:-1].clone()
print(x)
#> tensor([1., 1., 2.])

# %% deepcopy-of-result tags=["raises-exception"]
result = 2 * w
copy.deepcopy(result)
#> RuntimeError: Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001

# %% clone-result tags=["right"]
print(result.detach().clone())
#> tensor([0.0000, 1.4000])

# %% truncated tags=["wrong"]
counts = torch.zeros(3, dtype=torch.int64)
counts[:] = torch.tensor([0.5, 1.5, 2.9])
print(counts)
#> tensor([0, 1, 2])

# %% float-target tags=["right"]
counts = torch.zeros(3)
counts[:] = torch.tensor([0.5, 1.5, 2.9])
print(counts)
#> tensor([0.5000, 1.5000, 2.9000])
