# %% raise tags=["raises-exception"]
import torch
from torch import nn

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x.exp()
h += 1
h.sum().backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [2]], which is output 0 of Exp, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [2]], which is output 0 of ExpBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% relu tags=["raises-exception"]
h = x.sigmoid()
nn.ReLU(inplace=True)(h).sum().backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [2]], which is output 0 of Sigmoid, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [2]], which is output 0 of SigmoidBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% step tags=["raises-exception"]
model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
first, second = model(torch.ones(5, 3)).mean(dim=0)
first.backward(retain_graph=True)
optimizer.step()
second.backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4, 2]], which is output 0 of AsStrided, is at version 2; expected version 1 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4, 2]], which is output 0 of AsStridedBackward0, is at version 2; expected version 1 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% weight tags=["raises-exception"]
loss = (x**2).sum()
with torch.no_grad():
    x -= 0.1
loss.backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [2]] is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% loop tags=["raises-exception"]
out = torch.ones(3)
for i in range(1, 3):
    out[i] = out[i - 1] * x[0]
out.sum().backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor []], which is output 0 of AsStrided, is at version 2; expected version 1 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor []], which is output 0 of AsStridedBackward0, is at version 2; expected version 1 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% fix-new tags=["right"]
x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x.exp()
h = h + 1
h.sum().backward()
print(x.grad)
#> tensor([2.7183, 7.3891])

# %% fix-relu tags=["right"]
h = x.sigmoid()
nn.ReLU()(h).sum().backward()

# %% fix-step tags=["right"]
first, second = model(torch.ones(5, 3)).mean(dim=0)
optimizer.zero_grad()
(first + second).backward()
optimizer.step()
print(model[1].bias.grad)
#> tensor([1., 1.])

# %% fix-loop tags=["right"]
out = [torch.tensor(1.0)]
for _ in range(2):
    out.append(out[-1] * x[0])
out = torch.stack(out)
out.sum().backward()
print(out)
#> tensor([1., 1., 1.], grad_fn=<StackBackward0>)

# %% data tags=["wrong"]
x.grad = None
h = x.exp()
h.data += 1
h.sum().backward()
print(x.grad)
#> tensor([3.7183, 8.3891])
