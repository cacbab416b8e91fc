# %% raise tags=["raises-exception"]
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
loss = (x**2).mean()
loss.backward(torch.ones(1))
#> RuntimeError: Mismatch in shape: grad_output[0] has a shape of torch.Size([1]) and output[0] has a shape of torch.Size([]).

# %% vector tags=["raises-exception"]
(x**2).backward(torch.ones(2, 1))
#> RuntimeError: Mismatch in shape: grad_output[0] has a shape of torch.Size([2, 1]) and output[0] has a shape of torch.Size([2]).

# %% fix tags=["right"]
loss.backward()
print(x.grad)
#> tensor([1., 2.])

# %% fix-vector tags=["right"]
y = x**2
(gradient,) = torch.autograd.grad(y, x, torch.ones_like(y))
print(gradient)
#> tensor([2., 4.])

# %% fix-losses tags=["right"]
x.grad = None
losses = [x[0] ** 2, 3 * x[1]]
sum(losses).backward()
print(x.grad)
#> tensor([2., 3.])
