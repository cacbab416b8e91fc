# %% gradient-argument
import torch
from torch.autograd.functional import hessian, jacobian

x = torch.arange(4.0, requires_grad=True)
weights = torch.tensor([1.0, 1.0, 0.0, 10.0])
(x * x).backward(weights)
print(x.grad)
#> tensor([ 0.,  2.,  0., 60.])

# %% weighted-sum
x.grad = None
(weights * x * x).sum().backward()
print(x.grad)
#> tensor([ 0.,  2.,  0., 60.])

# %% autograd-grad
(gradient,) = torch.autograd.grad(x * x, x, torch.ones(4))
print(gradient)
print(x.grad)
#> tensor([0., 2., 4., 6.])
#> tensor([ 0.,  2.,  0., 60.])

# %% differences
def differences(x):
    # zh: 每个元素减去前一个。
    # en: Each element minus the one before.
    return x[1:] - x[:-1]

print(jacobian(differences, torch.arange(4.0)))
#> tensor([[-1.,  1.,  0.,  0.],
#>         [ 0., -1.,  1.,  0.],
#>         [ 0.,  0., -1.,  1.]])

# %% row-by-row
y = differences(x)
rows = [torch.autograd.grad(y, x, row, retain_graph=True)[0] for row in torch.eye(3)]
print(torch.stack(rows))
#> tensor([[-1.,  1.,  0.,  0.],
#>         [ 0., -1.,  1.,  0.],
#>         [ 0.,  0., -1.,  1.]])

# %% vjp
output, backwards = torch.func.vjp(differences, torch.arange(4.0))
print(output)
print(backwards(torch.tensor([1.0, 0.0, 2.0])))
#> tensor([1., 1., 1.])
#> (tensor([-1.,  1., -2.,  2.]),)

# %% per-sample
def energy(x):
    return x[0] ** 2 * x[1]

samples = torch.tensor([[1.0, 3.0], [2.0, 1.0]])
print(torch.func.vmap(torch.func.jacrev(energy))(samples))
#> tensor([[6., 1.],
#>         [4., 4.]])

# %% create-graph
x = torch.tensor(3.0, requires_grad=True)
(first,) = torch.autograd.grad(x**3, x, create_graph=True)
(second,) = torch.autograd.grad(first, x)
print(first)
print(second)
#> tensor(27., grad_fn=<MulBackward0>)
#> tensor(18.)

# %% hessian
print(hessian(energy, torch.tensor([1.0, 3.0])))
#> tensor([[6., 2.],
#>         [2., 0.]])

# %% gradient-penalty
critic = torch.nn.Linear(3, 1, bias=False)
torch.nn.init.constant_(critic.weight, 2.0)
samples = torch.ones(2, 3, requires_grad=True)
(gradient,) = torch.autograd.grad(critic(samples).sum(), samples, create_graph=True)
penalty = ((gradient.norm(dim=1) - 1) ** 2).mean()
penalty.backward()
print(penalty.detach())
print(critic.weight.grad)
#> tensor(6.0718)
#> tensor([[2.8453, 2.8453, 2.8453]])

# %% no-argument tags=["raises-exception"]
x = torch.arange(4.0, requires_grad=True)
(x * x).backward()
#> RuntimeError: grad can be implicitly created only for scalar outputs

# %% wrong-shape tags=["raises-exception"]
(x * x).backward(torch.ones(3))
#> RuntimeError: Mismatch in shape: grad_output[0] has a shape of torch.Size([3]) and output[0] has a shape of torch.Size([4]).

# %% second-without-graph tags=["raises-exception"]
(first,) = torch.autograd.grad((x**3).sum(), x)
first.sum().backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% second-with-graph
(first,) = torch.autograd.grad((x**3).sum(), x, create_graph=True)
first.sum().backward()
print(x.grad)
#> tensor([ 0.,  6., 12., 18.])
