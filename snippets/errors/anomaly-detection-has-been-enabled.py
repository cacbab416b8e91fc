# %% raise tags=["wrong"]
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
for step in range(3):
    with torch.autograd.detect_anomaly():
        (x**2).sum().backward()
#> UserWarning: Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.

# %% global
torch.autograd.set_detect_anomaly(True)
(x**2).sum().backward()

# %% fix tags=["right"]
torch.autograd.set_detect_anomaly(False)
x.grad = None
for step in range(3):
    with torch.autograd.set_detect_anomaly(step == 0):
        (x**2).sum().backward()
print(x.grad)
#> tensor([ 6., 12.])
