# %% raise tags=["raises-exception"]
import numpy as np
import torch

weight = torch.tensor([1.0, 2.0], requires_grad=True)
prediction = 3 * weight
prediction.numpy()
#> RuntimeError: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.

# %% inside-numpy tags=["raises-exception"]
np.square(prediction)
#> RuntimeError: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.

# %% detach tags=["right"]
print(prediction.detach().numpy())
print(prediction.detach().cpu().numpy())
#> [3. 6.]
#> [3. 6.]

# %% item tags=["right"]
losses = []
for target in (0.0, 1.0):
    loss = (prediction - target).square().mean()
    losses.append(loss.item())
print(losses)
#> [22.5, 14.5]

# %% torch-function tags=["right"]
loss = prediction.square().mean()
loss.backward()
print(weight.grad)
#> tensor([ 9., 18.])

# %% detached-loss tags=["wrong"]
loss = torch.tensor(np.square(prediction.detach().numpy()).mean())
print(loss.requires_grad)
#> False
