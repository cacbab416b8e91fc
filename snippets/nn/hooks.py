# %% forward-hook
import contextlib

import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
x = torch.randn(3, 4)
features = {}


def keep(module, args, output):
    features["relu"] = output.detach()


with net[1].register_forward_hook(keep):
    net(x)
print(features["relu"].shape)
#> torch.Size([3, 8])

# %% without-hook
print(torch.equal(net[:2](x), features["relu"]))
#> True

# %% draw-hooks tags=["remove-input"]
from drawing.hooks import module_hooks

module_hooks(net[0], x)

# %% several-layers
def features_of(net, names, x):
    kept = {}
    with contextlib.ExitStack() as hooks:
        for name in names:

            def keep(module, args, output, name=name):
                kept[name] = output.detach()

            layer = net.get_submodule(name)
            hooks.enter_context(layer.register_forward_hook(keep))
        net(x)
    return kept

# %% use-several
print([name for name, module in net.named_modules()])
for name, output in features_of(net, ["0", "1"], x).items():
    print(name, output.shape)
#> ['', '0', '1', '2']
#> 0 torch.Size([3, 8])
#> 1 torch.Size([3, 8])

# %% all-shapes
def show(module, args, output):
    shapes = tuple(args[0].shape), tuple(output.shape)
    print(type(module).__name__, *shapes)


handles = [layer.register_forward_hook(show) for layer in net]
net(x)
for handle in handles:
    handle.remove()
#> Linear (3, 4) (3, 8)
#> ReLU (3, 8) (3, 8)
#> Linear (3, 8) (3, 2)

# %% change-output
def clear(module, args, output):
    output = output.clone()
    output[:, :4] = 0.0
    return output


before = net(x)
with net[1].register_forward_hook(clear):
    print(torch.equal(net(x), before))
print(torch.equal(net(x), before))
#> False
#> True

# %% change-input
def scale(module, args):
    return (args[0] / 10,)


with net.register_forward_pre_hook(scale):
    print(torch.allclose(net(x), before))
print(torch.allclose(net(x), before))
#> False
#> True

# %% keyword-arguments
attention = nn.MultiheadAttention(4, 2)


def want_weights(module, args, kwargs):
    return args, kwargs | {"need_weights": True}


with attention.register_forward_pre_hook(want_weights, with_kwargs=True):
    output, weights = attention(x, x, x, need_weights=False)
print(weights.shape)
#> torch.Size([3, 3])

# %% backward-hook
def norms(module, grad_input, grad_output):
    out, into = grad_output[0].norm(), grad_input[0].norm()
    print(module, f"{out:.2f} {into:.2f}")


handles = [layer.register_full_backward_hook(norms) for layer in net]
x.requires_grad_()
net(x).square().mean().backward()
for handle in handles:
    handle.remove()
#> Linear(in_features=8, out_features=2, bias=True) 0.15 0.08
#> ReLU() 0.08 0.06
#> Linear(in_features=4, out_features=8, bias=True) 0.06 0.03

# %% bars
def bars(count):
    images = 0.1 * torch.randn(count, 1, 12, 12)
    labels = torch.arange(count) % 2
    rows, columns = torch.randint(8, (2, count)).tolist()
    for image, label, r, c in zip(images, labels, rows, columns):
        if label == 0:
            image[0, r, c : c + 5] += 1.0
        else:
            image[0, r : r + 5, c] += 1.0
    return images, labels

# %% train-bars
images, labels = bars(200)
conv = nn.Conv2d(1, 8, kernel_size=5, padding=2)
pool = nn.AdaptiveAvgPool2d(1)
cnn = nn.Sequential(conv, nn.ReLU(), pool, nn.Flatten(), nn.Linear(8, 2))
optimizer = torch.optim.AdamW(cnn.parameters(), lr=0.02)
for step in range(60):
    loss = nn.functional.cross_entropy(cnn(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

# %% grad-cam
def grad_cam(net, layer, image):
    kept = {}

    def keep(module, args, output):
        kept["output"] = output.detach()
        output.register_hook(lambda grad: kept.update(grad=grad))

    with layer.register_forward_hook(keep):
        scores = net(image[None])
    scores.max().backward()
    weights = kept["grad"].mean(dim=(2, 3), keepdim=True)
    return (weights * kept["output"]).sum(dim=1)[0].relu()

# %% where-it-looks
image = torch.zeros(1, 12, 12)
image[0, 2, 5:10] = 1.0
heat = grad_cam(cnn, cnn[1], image)
print(heat.shape)
print(f"{heat[:5].sum() / heat.sum():.1f}")
#> torch.Size([12, 12])
#> 1.0

# %% two-arguments tags=["raises-exception"]
handle = net[1].register_forward_hook(lambda module, output: None)
net(x)
#> TypeError: <lambda>() takes 2 positional arguments but 3 were given

# %% three-arguments tags=["right"]
handle.remove()
with net[1].register_forward_hook(lambda module, args, output: None):
    print(net(x).shape)
#> torch.Size([3, 2])

# %% tuple-output tags=["raises-exception"]
lstm = nn.LSTM(4, 8)
with lstm.register_forward_hook(keep):
    lstm(x)
#> AttributeError: 'tuple' object has no attribute 'detach'

# %% part-of-tuple tags=["right"]
def keep_first(module, args, output):
    features["lstm"] = output[0].detach()


with lstm.register_forward_hook(keep_first):
    lstm(x)
print(features["lstm"].shape)
#> torch.Size([3, 8])

# %% graph-kept tags=["wrong"]
kept = []


def hook(module, args, output):
    kept.append(output)


with net[1].register_forward_hook(hook):
    net(x)
print(kept[0].requires_grad)
#> True

# %% graph-not-kept tags=["right"]
kept = []


def hook(module, args, output):
    kept.append(output.detach())


with net[1].register_forward_hook(hook):
    net(x)
print(kept[0].requires_grad)
#> False

# %% never-removed tags=["wrong"]
kept = []
for step in range(3):
    net[1].register_forward_hook(hook)
    net(x)
print(len(kept))
#> 6

# %% removed tags=["right"]
net[1]._forward_hooks.clear()
kept = []
with net[1].register_forward_hook(hook):
    for step in range(3):
        net(x)
print(len(kept))
#> 3

# %% last-name tags=["wrong"]
kept, handles = {}, []
for name in ["0", "1"]:

    def keep(module, args, output):
        kept[name] = output.detach()

    handles.append(net.get_submodule(name).register_forward_hook(keep))
net(x)
print(list(kept))
#> ['1']

# %% each-name tags=["right"]
for handle in handles:
    handle.remove()
print(list(features_of(net, ["0", "1"], x)))
#> ['0', '1']

# %% changed-in-place tags=["wrong"]
block = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True))
kept = features_of(block, ["0"], x)
print(kept["0"].min() < 0)
#> tensor(False)

# %% not-changed tags=["right"]
block = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
kept = features_of(block, ["0"], x)
print(kept["0"].min() < 0)
#> tensor(True)

# %% in-place-after-hook tags=["raises-exception"]
block = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True))
block[0].register_full_backward_hook(lambda *args: None)
block(x)
#> RuntimeError: Output 0 of BackwardHookFunction is a view and is being modified inplace. This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function.
#torch<2.13> RuntimeError: Output 0 of BackwardHookFunctionBackward is a view and is being modified inplace. This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function.

# %% not-in-place tags=["right"]
for module in block.modules():
    if isinstance(module, nn.ReLU):
        module.inplace = False
print(block(x).shape)
#> torch.Size([3, 8])

# %% number-of-gradients tags=["raises-exception"]
linear = nn.Linear(4, 2)


def hook(module, grad_input, grad_output):
    return grad_output * 2


with linear.register_full_backward_hook(hook):
    linear(x).sum().backward()
#> RuntimeError: Backward hook returned an invalid number of grad_input, got 2, but expected 1

# %% one-gradient tags=["right"]
def hook(module, grad_input, grad_output):
    return (grad_input[0] / 10,)


with linear.register_full_backward_hook(hook):
    linear(x).sum().backward()
print(x.grad.shape)
#> torch.Size([3, 4])

# %% no-input-gradient tags=["wrong"]
def show(module, grad_input, grad_output):
    print(grad_input)


handle = linear.register_full_backward_hook(show)
linear(torch.ones(3, 4)).sum().backward()
#> UserWarning: Full backward hook is firing when gradients are computed with respect to module outputs since no inputs require gradients. See https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook for more details.
#> (None,)

# %% input-gradient tags=["right"]
linear(torch.ones(3, 4, requires_grad=True)).sum().backward()
handle.remove()
#> (tensor([[ 0.0031, -0.7366,  0.0783, -0.2633],
#>         [ 0.0031, -0.7366,  0.0783, -0.2633],
#>         [ 0.0031, -0.7366,  0.0783, -0.2633]]),)

# %% dict-output tags=["wrong"]
class WithDict(nn.Module):
    def forward(self, x):
        return {"scores": x * 2}


module = WithDict()
module.register_full_backward_hook(lambda *args: print("called"))
output = module(x)
output["scores"].sum().backward()
#> UserWarning: For backward hooks to be called, module output should be a Tensor or a tuple of Tensors but received <class 'dict'>

# %% hook-on-tensor tags=["right"]
output = WithDict()(x)
output["scores"].register_hook(lambda grad: print("called"))
output["scores"].sum().backward()
#> called

# %% old-hook tags=["raises-exception"]
linear.register_full_backward_hook(lambda *args: None)
linear.register_backward_hook(lambda *args: None)
#> RuntimeError: Cannot use both regular backward hooks and full backward hooks on a single Module. Please use only one of them.

# %% forward-skips
with net.register_forward_hook(lambda *args: print("called")):
    net.forward(x)
    print("forward done")
    net(x)
#> forward done
#> called
