# %% raise tags=["raises-exception"]
import torch
from torch import nn

q = torch.ones(1, 1, 4, 8, requires_grad=True)
attention = nn.functional.scaled_dot_product_attention
output = attention(q, q, q).sum()
(gradient,) = torch.autograd.grad(output, q, create_graph=True)
gradient.square().sum().backward()
#> RuntimeError: derivative for aten::_scaled_dot_product_flash_attention_for_cpu_backward is not implemented

# %% input tags=["raises-exception"]
a = torch.tensor([1.0, 2.0], requires_grad=True)
x = torch.tensor([0.5, 1.0], requires_grad=True)
torch.special.gammainc(a, x).sum().backward()
#> NotImplementedError: the derivative for 'igamma: input' is not implemented.

# %% argument tags=["raises-exception"]
scores = torch.zeros(2, 3, requires_grad=True)
weight = torch.ones(3, requires_grad=True)
nn.CrossEntropyLoss(weight)(scores, torch.tensor([0, 2])).backward()
#> RuntimeError: The function 'nll_loss_forward' is not differentiable with respect to argument 'weight'. This input cannot have requires_grad True.

# %% fix-double tags=["right"]
with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH):
    output = attention(q, q, q).sum()
(gradient,) = torch.autograd.grad(output, q, create_graph=True)
gradient.square().sum().backward()
print(q.grad.shape)
#> torch.Size([1, 1, 4, 8])

# %% fix-detach tags=["right"]
torch.special.gammainc(a.detach(), x).sum().backward()
print(x.grad)
#> tensor([0.6065, 0.3679])

# %% fix-argument tags=["right"]
nn.CrossEntropyLoss(weight.detach())(scores, torch.tensor([0, 2])).backward()
print(scores.grad.shape)
#> torch.Size([2, 3])

# %% fix-other tags=["right"]
losses = nn.CrossEntropyLoss(reduction="none")(scores, torch.tensor([0, 2]))
(weight[[0, 2]] * losses).sum().backward()
print(weight.grad)
#> tensor([1.0986, 0.0000, 1.0986])
