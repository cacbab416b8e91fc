# %% raise tags=["raises-exception"]
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
with torch.autograd.detect_anomaly():
    h = torch.sqrt(x)
    h *= 2
    h.sum().backward()
#> UserWarning: Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.
#> UserWarning: Error detected in SqrtBackward0. Traceback of forward call that caused the error: ...
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: ...

# %% backward-only tags=["raises-exception"]
h = torch.sqrt(x)
h *= 2
with torch.autograd.detect_anomaly():
    h.sum().backward()
#> UserWarning: Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.
#> UserWarning: Error detected in SqrtBackward0. No forward pass information available. Enable detect anomaly during forward pass for more information. ...
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: ...

# %% fix tags=["right"]
h = torch.sqrt(x)
h = 2 * h
h.sum().backward()
print(x.grad)
#> tensor([1.0000, 0.7071])
