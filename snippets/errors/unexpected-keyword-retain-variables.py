# %% raise tags=["raises-exception"]
import torch

x = torch.tensor(3.0, requires_grad=True)
h = x**2
h.backward(retain_variables=True)
#> TypeError: Tensor.backward() got an unexpected keyword argument 'retain_variables'

# %% renamed tags=["right"]
h.backward(retain_graph=True)
(2 * h).backward()
print(x.grad)
#> tensor(18.)

# %% fix tags=["right"]
x.grad = None
h = x**2
(h + 2 * h).backward()
print(x.grad)
#> tensor(18.)
