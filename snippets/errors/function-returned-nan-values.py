# %% raise tags=["raises-exception"]
import torch

x = torch.tensor([0.0, 4.0], requires_grad=True)
with torch.autograd.detect_anomaly():
    root = torch.where(x > 0, x.sqrt(), 0.0)
    root.sum().backward()
#> UserWarning: Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.
#> UserWarning: Error detected in SqrtBackward0. Traceback of forward call that caused the error: ...
#> RuntimeError: Function 'SqrtBackward0' returned nan values in its 0th output.

# %% norm tags=["raises-exception"]
offset = torch.zeros(3, requires_grad=True)
with torch.autograd.detect_anomaly():
    (offset**2).sum().sqrt().backward()
#> UserWarning: Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.
#> UserWarning: Error detected in PowBackward0. Traceback of forward call that caused the error: ...
#> RuntimeError: Function 'PowBackward0' returned nan values in its 0th output.

# %% where-before tags=["right"]
safe = torch.where(x > 0, x, 1.0)
torch.where(x > 0, safe.sqrt(), 0.0).sum().backward()
print(x.grad)
#> tensor([0.0000, 0.2500])

# %% epsilon tags=["right"]
(offset.square().sum() + 1e-8).sqrt().backward()
print(offset.grad)
offset.grad = None
torch.linalg.vector_norm(offset).backward()
print(offset.grad)
#> tensor([0., 0., 0.])
#> tensor([0., 0., 0.])
