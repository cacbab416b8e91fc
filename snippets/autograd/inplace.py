# %% divide tags=["raises-exception"]
import torch
import torch.nn.functional as F
from torch import nn

x = torch.arange(1.0, 5.0, requires_grad=True)
h = 2 * x
h /= h.norm()
h.sum().backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4]], which is output 0 of Div, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4]], which is output 0 of DivBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% divide-anew tags=["right"]
h = 2 * x
h = h / h.norm()
h.sum().backward()

# %% version
h = x.exp()
print(h._version)
h += 1
h[0] = 0
print(h._version)
#> 0
#> 2

# %% anomaly tags=["raises-exception"]
with torch.autograd.detect_anomaly():
    h = torch.sigmoid(x)
    h += 1
    h.sum().backward()
#> UserWarning: Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.
#> UserWarning: Error detected in SigmoidBackward0. Traceback of forward call that caused the error: ...
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4]], which is output 0 of Sigmoid, is at version 1; expected version 0 instead. Hint: the backtrace ...
#torch<2.13> UserWarning: Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.
#torch<2.13> UserWarning: Error detected in SigmoidBackward0. Traceback of forward call that caused the error: ...
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4]], which is output 0 of SigmoidBackward0, is at version 1; expected version 0 instead. Hint: the backtrace further above shows the operation that failed to compute its gradient. The variable in question was changed in there or anywhere later. Good luck!

# %% saved
for function in (torch.exp, torch.relu, torch.log, torch.sin, torch.neg):
    node = function(2 * x).grad_fn
    print(node.name(), [name for name in dir(node) if name.startswith("_saved")])
#> ExpBackward0 ['_saved_result']
#> ReluBackward0 ['_saved_result']
#> LogBackward0 ['_saved_self']
#> SinBackward0 ['_saved_self']
#> NegBackward0 []

# %% harmless
h = torch.sin(2 * x) + 1
h *= 3
h.sum().backward()

# %% add-to-relu tags=["raises-exception"]
h = torch.relu(2 * x)
h += x
h.sum().backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4]], which is output 0 of Relu, is at version 1; expected version 0 instead. ...
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4]], which is output 0 of ReluBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% add-anew tags=["right"]
h = torch.relu(2 * x)
h = h + x
h.sum().backward()

# %% two-branches tags=["raises-exception"]
torch.manual_seed(0)
first, second = nn.Linear(4, 3), nn.Linear(3, 3)
h = first(torch.ones(1, 4))
branch = second(h)
output = branch + F.relu(h, inplace=True)
output.sum().backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [1, 3]], which is output 0 of Relu, is at version 1; expected version 0 instead. ...
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [1, 3]], which is output 0 of ReluBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% two-branches-anew tags=["right"]
h = first(torch.ones(1, 4))
output = second(h) + F.relu(h)
output.sum().backward()

# %% kept-before-relu tags=["wrong"]
layer, relu = nn.Linear(4, 3), nn.ReLU(inplace=True)
before = layer(torch.ones(1, 4))
after = relu(before)
print((before < 0).any())
#> tensor(False)

# %% kept-before-plain-relu tags=["right"]
before = layer(torch.ones(1, 4))
after = nn.ReLU()(before)
print((before < 0).any())
#> tensor(True)

# %% mask tags=["raises-exception"]
h = torch.sigmoid(x)
h[h > 0.9] = 0
h.sum().backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4]], which is output 0 of Sigmoid, is at version 1; expected version 0 instead. ...
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4]], which is output 0 of SigmoidBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% where tags=["right"]
x.grad = None
h = torch.sigmoid(x)
h = torch.where(h > 0.9, 0, h)
h.sum().backward()
print(x.grad)
#> tensor([0.1966, 0.1050, 0.0000, 0.0000])

# %% recurrence tags=["raises-exception"]
w = torch.tensor(2.0, requires_grad=True)
values = torch.zeros(4)
values[0] = 1
for i in range(1, 4):
    values[i] = values[i - 1] * w
values.sum().backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor []], which is output 0 of AsStrided, is at version 4; expected version 3 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor []], which is output 0 of AsStridedBackward0, is at version 4; expected version 3 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% stack tags=["right"]
values = [torch.tensor(1.0)]
for i in range(1, 4):
    values.append(values[-1] * w)
values = torch.stack(values)
values.sum().backward()
print(values)
print(w.grad)
#> tensor([1., 2., 4., 8.], grad_fn=<StackBackward0>)
#> tensor(17.)

# %% step-between tags=["raises-exception"]
model = nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
output = model(torch.ones(1))
output.sum().backward(retain_graph=True)
optimizer.step()
(output**2).sum().backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [1, 1]], which is output 0 of AsStrided, is at version 2; expected version 1 instead. ...
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [1, 1]], which is output 0 of AsStridedBackward0, is at version 2; expected version 1 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% step-after tags=["right"]
output = model(torch.ones(1))
loss = output.sum() + (output**2).sum()
optimizer.zero_grad()
loss.backward()
optimizer.step()

# %% leaf tags=["raises-exception"]
w = torch.ones(3, requires_grad=True)
w += 1
#> RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.

# %% leaf-without-gradients tags=["right"]
with torch.no_grad():
    w += 1
    w[0] = 0
print(w)
#> tensor([0., 2., 2.], requires_grad=True)

# %% leaf-element tags=["raises-exception"]
w[0] = 0
#> RuntimeError: a view of a leaf Variable that requires grad is being used in an in-place operation.

# %% leaf-copy tags=["right"]
scaled = w.clone()
scaled[0] = 5
scaled.sum().backward()
print(w.grad)
#> tensor([0., 1., 1.])

# %% split tags=["raises-exception"]
h = 2 * x
left, right = h.chunk(2)
left += 1
#> RuntimeError: Output 0 of Split is a view and is being modified inplace. This view is the output of a function that returns multiple views. ...
#torch<2.13> RuntimeError: Output 0 of SplitBackward0 is a view and is being modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.

# %% slice tags=["right"]
h = 2 * x
h[:2] += 1
h.sum().backward()

# %% view-without-gradients tags=["raises-exception"]
h = 2 * x
with torch.no_grad():
    left = h[:2]
left += 1
#> RuntimeError: A view was created in no_grad mode and is being modified inplace with grad mode enabled. ...

# %% view-with-gradients tags=["right"]
with torch.no_grad():
    h[:2] += 1
