# %% raise tags=["raises-exception"]
import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(inplace=True))
handle = net[0].register_full_backward_hook(lambda *args: None)
net(torch.ones(2, 3))
#> RuntimeError: Output 0 of BackwardHookFunction is a view and is being modified inplace. This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function.
#torch<2.13> RuntimeError: Output 0 of BackwardHookFunctionBackward is a view and is being modified inplace. This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function.

# %% residual tags=["raises-exception"]
class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.fc.register_full_backward_hook(lambda *args: None)

    def forward(self, x):
        y = self.fc(x)
        y += x
        return y


Residual()(torch.ones(2, 3))
#> RuntimeError: Output 0 of BackwardHookFunction is a view and is being modified inplace. This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function.
#torch<2.13> RuntimeError: Output 0 of BackwardHookFunctionBackward is a view and is being modified inplace. This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function.

# %% fix-relu tags=["right"]
for module in net.modules():
    if getattr(module, "inplace", False):
        module.inplace = False
print(net(torch.ones(2, 3)).shape)
#> torch.Size([2, 4])

# %% fix-hook tags=["right"]
def watch(module, args, output):
    output.register_hook(lambda grad: print(grad.shape))


handle.remove()
net[1].inplace = True
with net[0].register_forward_hook(watch):
    net(torch.ones(2, 3)).sum().backward()
#> torch.Size([2, 4])
