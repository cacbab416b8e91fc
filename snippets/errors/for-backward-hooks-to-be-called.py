# %% raise tags=["wrong"]
import torch
from torch import nn


class Scores(nn.Module):
    def forward(self, x):
        return {"scores": 2 * x}


x = torch.ones(2, 3, requires_grad=True)
module = Scores()
module.register_full_backward_hook(lambda *args: print("called"))
module(x)["scores"].sum().backward()
#> UserWarning: For backward hooks to be called, module output should be a Tensor or a tuple of Tensors but received <class 'dict'>

# %% fix-tensor tags=["right"]
output = Scores()(x)
output["scores"].register_hook(lambda grad: print(grad.shape))
output["scores"].sum().backward()
#> torch.Size([2, 3])

# %% fix-tuple tags=["right"]
class Scores(nn.Module):
    def forward(self, x):
        return (2 * x,)


module = Scores()
module.register_full_backward_hook(lambda *args: print("called"))
module(x)[0].sum().backward()
#> called
