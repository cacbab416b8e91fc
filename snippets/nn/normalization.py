# %% columns-and-rows
import torch
from torch import nn

x = torch.tensor([[1.0, 2.0, 3.0], [3.0, 6.0, 9.0]])
print(nn.BatchNorm1d(3)(x).detach())
print(nn.LayerNorm(3)(x).detach())
#> tensor([[-1.0000, -1.0000, -1.0000],
#>         [ 1.0000,  1.0000,  1.0000]])
#> tensor([[-1.2247,  0.0000,  1.2247],
#>         [-1.2247,  0.0000,  1.2247]])

# %% layers
torch.manual_seed(0)
features = torch.randn(3, 4, 2)
layers = {
    "BatchNorm": nn.BatchNorm1d(4),
    "LayerNorm": nn.LayerNorm((4, 2)),
    "GroupNorm": nn.GroupNorm(2, 4),
    "InstanceNorm": nn.InstanceNorm1d(4),
}
for name, layer in layers.items():
    print(name, layer(features).shape)
#> BatchNorm torch.Size([3, 4, 2])
#> LayerNorm torch.Size([3, 4, 2])
#> GroupNorm torch.Size([3, 4, 2])
#> InstanceNorm torch.Size([3, 4, 2])

# %% draw-shared tags=["remove-input"]
from drawing.layers import shared_statistics

shared_statistics(layers, features, place=(1, 1, 0))

# %% mixes-samples
norm = nn.BatchNorm1d(4)
print(torch.allclose(norm(features)[:1], norm(features[:1])))
norm.eval()
print(torch.allclose(norm(features)[:1], norm(features[:1])))
#> False
#> True

# %% by-hand
images = torch.randn(8, 3, 4, 4)
norm = nn.BatchNorm2d(3)
mean = images.mean((0, 2, 3), keepdim=True)
var = images.var((0, 2, 3), correction=0, keepdim=True)
y = (images - mean) / torch.sqrt(var + norm.eps)
print(torch.allclose(norm(images), y, atol=1e-6))
#> True

# %% parameters-and-buffers
for name, value in norm.state_dict().items():
    print(name, tuple(value.shape))
#> weight (3,)
#> bias (3,)
#> running_mean (3,)
#> running_var (3,)
#> num_batches_tracked ()

# %% running
norm = nn.BatchNorm1d(1, momentum=0.1)
batch = torch.tensor([[8.0], [12.0]])
for step in range(3):
    norm(batch)
    print(f"{norm.running_mean.item():.2f}")

norm.eval()
print(norm(torch.tensor([[2.71]])).abs().item() < 0.01)
#> 1.00
#> 1.90
#> 2.71
#> True

# %% running-by-hand
norm = nn.BatchNorm1d(1, momentum=0.1)
norm(batch)
print(norm.running_mean, 0.9 * 0 + 0.1 * batch.mean())
print(norm.running_var, 0.9 * 1 + 0.1 * batch.var())
#> tensor([1.]) tensor(1.)
#> tensor([1.7000]) tensor(1.7000)

# %% layer-norm
tokens = torch.randn(2, 5, 8)
norm = nn.LayerNorm(8)
y = norm(tokens)
print(y.mean(-1).abs().max() < 1e-5)
print(torch.allclose(norm(tokens[:1]), y[:1], atol=1e-6))
#> tensor(True)
#> True

# %% group-norm
norm = nn.GroupNorm(num_groups=4, num_channels=8)
one_image = torch.randn(1, 8, 2, 2)
print(norm(one_image).shape)
print(norm(one_image.expand(4, -1, -1, -1)).shape)
#> torch.Size([1, 8, 2, 2])
#> torch.Size([4, 8, 2, 2])

# %% rms-norm
x = torch.tensor([[1.0, 2.0, 3.0, 4.0]])
rms = x.pow(2).mean(-1, keepdim=True).sqrt()
print(torch.allclose(nn.RMSNorm(4)(x), x / rms))
print([name for name, _ in nn.RMSNorm(4).named_parameters()])
#> True
#> ['weight']

# %% conv-without-bias
block = nn.Sequential(
    nn.Conv2d(3, 8, 3, padding=1, bias=False),
    nn.BatchNorm2d(8),
    nn.ReLU(),
)
print(block(images).shape)
#> torch.Size([8, 8, 4, 4])

# %% bias-cancels
conv, norm = nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8)
before = norm(conv(images))
with torch.no_grad():
    conv.bias += 100
print(torch.allclose(norm(conv(images)), before, atol=1e-3))
#> True

# %% sync
net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8))
net = nn.SyncBatchNorm.convert_sync_batchnorm(net)
print(type(net[1]).__name__)
#> SyncBatchNorm

# %% one-sample tags=["raises-exception"]
norm = nn.BatchNorm2d(8)
pooled = torch.randn(1, 8, 1, 1)
norm(pooled)
#> ValueError: Expected more than 1 value per channel when training, got input size torch.Size([1, 8, 1, 1])

# %% one-sample-cures tags=["right"]
print(nn.GroupNorm(2, 8)(pooled).shape)
norm.eval()
print(norm(pooled).shape)
#> torch.Size([1, 8, 1, 1])
#> torch.Size([1, 8, 1, 1])

# %% wrong-channels tags=["raises-exception"]
nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(8))(images)
#> RuntimeError: running_mean should contain 4 elements not 8

# %% right-channels tags=["right"]
net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4))
print(net(images).shape)
#> torch.Size([8, 4, 2, 2])

# %% features-last tags=["raises-exception"]
sequences = torch.randn(2, 5, 4)
nn.BatchNorm1d(4)(sequences)
#> RuntimeError: running_mean should contain 5 elements not 4

# %% features-last-silent tags=["wrong"]
sequences = torch.randn(2, 4, 4) + torch.tensor([0.0, 10, 20, 30])
y = nn.BatchNorm1d(4)(sequences)
print(y.mean((0, 1)).abs().max() < 1e-5)
#> tensor(False)

# %% features-second tags=["right"]
y = nn.BatchNorm1d(4)(sequences.transpose(1, 2)).transpose(1, 2)
print(y.mean((0, 1)).abs().max() < 1e-5)
#> tensor(True)

# %% dimensions tags=["raises-exception"]
nn.BatchNorm2d(8)(torch.randn(2, 8))
#> ValueError: expected 4D input (got 2D input)

# %% dimensions-right tags=["right"]
print(nn.BatchNorm1d(8)(torch.randn(2, 8)).shape)
#> torch.Size([2, 8])

# %% normalized-shape tags=["raises-exception"]
feature_map = torch.randn(2, 8, 4, 4)
nn.LayerNorm(8)(feature_map)
#> RuntimeError: Given normalized_shape=[8], expected input with shape [*, 8], but got input of size[2, 8, 4, 4]

# %% normalized-shape-right tags=["right"]
print(nn.LayerNorm([8, 4, 4])(feature_map).shape)
print(nn.GroupNorm(1, 8)(feature_map).shape)
last = feature_map.permute(0, 2, 3, 1)
print(nn.LayerNorm(8)(last).permute(0, 3, 1, 2).shape)
#> torch.Size([2, 8, 4, 4])
#> torch.Size([2, 8, 4, 4])
#> torch.Size([2, 8, 4, 4])

# %% groups tags=["raises-exception"]
nn.GroupNorm(3, 8)
#> ValueError: num_channels (8) must be divisible by num_groups (3)

# %% mixed-dtype tags=["raises-exception"]
double = torch.randn(2, 4, dtype=torch.float64)
nn.LayerNorm(4)(double)
#> RuntimeError: mixed dtype (CPU): all inputs must share same datatype.

# %% one-dtype tags=["right"]
print(nn.LayerNorm(4)(double.float()).dtype)
#> torch.float32
