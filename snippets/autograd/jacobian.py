# %% gradient-argument
import torch

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


print(torch.func.jacrev(differences)(torch.arange(4.0)))
#> tensor([[-1.,  1.,  0.,  0.],
#>         [ 0., -1.,  1.,  0.],
#>         [ 0.,  0., -1.,  1.]])

# %% row-by-row
y = differences(x)
for row in torch.eye(3):
    print(torch.autograd.grad(y, x, row, retain_graph=True)[0])
#> tensor([-1.,  1.,  0.,  0.])
#> tensor([ 0., -1.,  1.,  0.])
#> tensor([ 0.,  0., -1.,  1.])

# %% forward-mode
print(torch.func.jacfwd(differences)(torch.arange(4.0)))
#> FutureWarning: `torch.jit.script` is ...
#> tensor([[-1.,  1.,  0.,  0.],
#>         [ 0., -1.,  1.,  0.],
#>         [ 0.,  0., -1.,  1.]])
#torch<2.14> DeprecationWarning: `torch.jit.script` is deprecated. Please switch to `torch.compile` or `torch.export`.
#torch<2.14> tensor([[-1.,  1.,  0.,  0.],
#torch<2.14>         [ 0., -1.,  1.,  0.],
#torch<2.14>         [ 0.,  0., -1.,  1.]])

# %% old-interface
print(torch.autograd.functional.jacobian(differences, torch.arange(4.0)))
#> tensor([[-1.,  1.,  0.,  0.],
#>         [ 0., -1.,  1.,  0.],
#>         [ 0.,  0., -1.,  1.]])

# %% vjp
output, backwards = torch.func.vjp(differences, torch.arange(4.0))
print(output)
print(backwards(torch.tensor([1.0, 0.0, 2.0])))
#> tensor([1., 1., 1.])
#> (tensor([-1.,  1., -2.,  2.]),)

# %% jvp
direction = torch.tensor([0.0, 0.0, 0.0, 1.0])
output, change = torch.func.jvp(
    differences, (torch.arange(4.0),), (direction,)
)
print(change)
#> tensor([0., 0., 1.])

# %% sample-loss
torch.manual_seed(0)
model = torch.nn.Linear(2, 1)
params = {name: p.detach() for name, p in model.named_parameters()}
inputs, targets = torch.randn(3, 2), torch.randn(3, 1)


def sample_loss(params, x, y):
    prediction = torch.func.functional_call(model, params, (x,))
    return torch.nn.functional.mse_loss(prediction, y)


# %% per-sample
gradient_of_one = torch.func.grad(sample_loss)
per_sample = torch.func.vmap(gradient_of_one, in_dims=(None, 0, 0))
gradients = per_sample(params, inputs, targets)
for name, gradient in gradients.items():
    print(name, gradient.shape)
#> weight torch.Size([3, 1, 2])
#> bias torch.Size([3, 1])

# %% mean-of-samples
loss = torch.nn.functional.mse_loss(model(inputs), targets)
loss.backward()
print(torch.allclose(gradients["weight"].mean(dim=0), model.weight.grad))
#> True

# %% gradient-norms
flat = torch.cat([g.flatten(1) for g in gradients.values()], dim=1)
print(flat.norm(dim=1))
#> tensor([2.4383, 2.7052, 0.5311])

# %% per-sample-inputs
def energy(x):
    return x[0] ** 2 * x[1]


samples = torch.tensor([[1.0, 3.0], [2.0, 1.0]])
print(torch.func.vmap(torch.func.grad(energy))(samples))
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
point = torch.tensor([1.0, 3.0])
print(torch.func.hessian(energy)(point))
#> tensor([[6., 2.],
#>         [2., 0.]])

# %% hessian-vector
direction = torch.tensor([1.0, 1.0])
gradient = torch.func.grad(energy)
_, product = torch.func.jvp(gradient, (point,), (direction,))
print(product)
#> tensor([8., 2.])

# %% gradient-penalty
critic = torch.nn.Linear(3, 1, bias=False)
torch.nn.init.constant_(critic.weight, 2.0)
samples = torch.ones(2, 3, requires_grad=True)
score = critic(samples).sum()
(gradient,) = torch.autograd.grad(score, samples, create_graph=True)
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

# %% sum-first tags=["right"]
(x * x).sum().backward()
print(x.grad)
#> tensor([0., 2., 4., 6.])

# %% wrong-shape tags=["raises-exception"]
(x * x).backward(torch.ones(3))
#> RuntimeError: Mismatch in shape: grad_output[0] has a shape of torch.Size([3]) and output[0] has a shape of torch.Size([4]).

# %% second-without-graph tags=["raises-exception"]
x.grad = None
(first,) = torch.autograd.grad((x**3).sum(), x)
first.sum().backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% second-with-graph tags=["right"]
(first,) = torch.autograd.grad((x**3).sum(), x, create_graph=True)
first.sum().backward()
print(x.grad)
#> tensor([ 0.,  6., 12., 18.])

# %% ignored-penalty tags=["wrong"]
critic.zero_grad()
score = critic(samples).sum()
(gradient,) = torch.autograd.grad(score, samples)
penalty = ((gradient.norm(dim=1) - 1) ** 2).mean()
(critic(samples).mean() + penalty).backward()
print(critic.weight.grad)
#> tensor([[1., 1., 1.]])

# %% counted-penalty tags=["right"]
critic.zero_grad()
score = critic(samples).sum()
(gradient,) = torch.autograd.grad(score, samples, create_graph=True)
penalty = ((gradient.norm(dim=1) - 1) ** 2).mean()
(critic(samples).mean() + penalty).backward()
print(critic.weight.grad)
#> tensor([[3.8453, 3.8453, 3.8453]])

# %% random-under-vmap tags=["raises-exception"]
model = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.Dropout())
params = {name: p.detach() for name, p in model.named_parameters()}
per_sample(params, inputs, targets)
#> RuntimeError: vmap: called random operation while in randomness error mode. Please either use the 'same' or 'different' randomness flags on vmap or perform the randomness operation out of vmap

# %% different-masks tags=["right"]
per_sample = torch.func.vmap(
    gradient_of_one, in_dims=(None, 0, 0), randomness="different"
)
print(per_sample(params, inputs, targets)["0.weight"].shape)
#> torch.Size([3, 1, 2])
