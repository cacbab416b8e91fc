# %% raise tags=["raises-exception"]
import torch
from torch import nn

backbone, head = nn.Linear(4, 3), nn.Linear(3, 1)
with torch.inference_mode():
    features = backbone(torch.ones(2, 4))
head(features)
#> RuntimeError: Inference tensors cannot be saved for backward. Please do not use Tensors created in inference mode in computation tracked by autograd. To work around this, you can make a clone to get a normal tensor and use it in autograd, or use `torch.no_grad()` instead of `torch.inference_mode()`.

# %% look
print(features.is_inference(), features.requires_grad)
#> True False

# %% cached tags=["raises-exception"]
class Positions(nn.Module):
    cache = None

    def forward(self, x):
        if self.cache is None:
            self.cache = torch.arange(4.0)
        return x * self.cache


model, x = Positions(), torch.ones(4, requires_grad=True)
with torch.inference_mode():
    model(x)
model(x)
#> RuntimeError: Inference tensors cannot be saved for backward. Please do not use Tensors created in inference mode in computation tracked by autograd. To work around this, you can make a clone to get a normal tensor and use it in autograd, or use `torch.no_grad()` instead of `torch.inference_mode()`.

# %% fix tags=["right"]
head(features.clone()).sum().backward()
print(head.weight.grad.shape)
#> torch.Size([1, 3])

# %% fix-no-grad tags=["right"]
with torch.no_grad():
    features = backbone(torch.ones(2, 4))
print(features.is_inference(), head(features).requires_grad)
#> False True

# %% fix-cached tags=["right"]
model.cache = None
model(x).sum().backward()
print(x.grad)
#> tensor([0., 1., 2., 3.])
