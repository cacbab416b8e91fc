# %% raise tags=["wrong"]
import torch

x = torch.tensor(2.0, requires_grad=True)
(x**3).backward(create_graph=True)
print(x.grad)
#> UserWarning: Using backward() with create_graph=True will create a reference cycle between the parameter and its gradient which can cause a memory leak. We recommend using autograd.grad when creating the graph to avoid this. If you have to use this function, make sure to reset the .grad fields of your parameters to None after use to break the cycle and avoid the leak. ...
#> tensor(12., grad_fn=<CopyBackwards>)

# %% fix tags=["right"]
x.grad = None
(first,) = torch.autograd.grad(x**3, x, create_graph=True)
(second,) = torch.autograd.grad(first, x)
print(first.item(), second.item())
#> 12.0 12.0

# %% fix-none tags=["right"]
(x**3).backward(create_graph=True)
penalty = x.grad**2
x.grad = None
penalty.backward()
print(x.grad)
#> tensor(288.)
