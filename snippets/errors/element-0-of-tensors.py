# %% raise tags=["raises-exception"]
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.checkpoint import checkpoint

model = nn.Linear(3, 2)
x, labels = torch.ones(4, 3), torch.tensor([0, 1, 1, 0])
output = model(x)
predicted = output.argmax(dim=1)
loss = (predicted - labels).float().square().mean()
loss.backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% follow
print([p.requires_grad for p in model.parameters()])
print(output.requires_grad, predicted.requires_grad, loss.requires_grad)
#> [True, True]
#> True False False

# %% rebuilt tags=["raises-exception"]
loss = torch.tensor(cross_entropy(model(x), labels).item())
loss.backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% no-grad tags=["raises-exception"]
@torch.no_grad()
def predict(x):
    return model(x)


cross_entropy(predict(x), labels).backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% frozen tags=["raises-exception"]
frozen = nn.Linear(3, 2).requires_grad_(False)
cross_entropy(frozen(x), labels).backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% checkpoint tags=["wrong"]
print(checkpoint(model, x, use_reentrant=True).requires_grad)
#> UserWarning: None of the inputs have requires_grad=True. Gradients will be None
#> False

# %% silenced tags=["wrong"]
loss = (model(x).argmax(dim=1) - labels).float().square().mean()
loss.requires_grad = True
loss.backward()
print(model.weight.grad)
#> None

# %% fix tags=["right"]
loss = cross_entropy(model(x), labels)
loss.backward()
print(model.weight.grad.shape)
#> torch.Size([2, 3])

# %% fix-frozen tags=["right"]
frozen.requires_grad_(True)
cross_entropy(frozen(x), labels).backward()
print(frozen.weight.grad.shape)
#> torch.Size([2, 3])

# %% fix-checkpoint tags=["right"]
print(checkpoint(model, x, use_reentrant=False).requires_grad)
#> True
