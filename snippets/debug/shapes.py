# %% network
import torch
import torch.nn.functional as F
from torch import nn

body = [nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
net = nn.Sequential(*body, nn.Linear(100, 10))


def show(module, args, output):
    name = type(module).__name__
    print(f"{name:10} {tuple(args[0].shape)} -> {tuple(output.shape)}")


hooks = [layer.register_forward_hook(show) for layer in net]

# %% trace tags=["raises-exception"]
x = torch.zeros(4, 1, 28, 28)
net(x)
#> Conv2d     (4, 1, 28, 28) -> (4, 8, 26, 26)
#> ReLU       (4, 8, 26, 26) -> (4, 8, 26, 26)
#> MaxPool2d  (4, 8, 26, 26) -> (4, 8, 13, 13)
#> Flatten    (4, 8, 13, 13) -> (4, 1352)
#> RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (4x1352 and 100x10)
#torch<2.15> Conv2d     (4, 1, 28, 28) -> (4, 8, 26, 26)
#torch<2.15> ReLU       (4, 8, 26, 26) -> (4, 8, 26, 26)
#torch<2.15> MaxPool2d  (4, 8, 26, 26) -> (4, 8, 13, 13)
#torch<2.15> Flatten    (4, 8, 13, 13) -> (4, 1352)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x1352 and 100x10)

# %% right-size tags=["right"]
for hook in hooks:
    hook.remove()
net = nn.Sequential(*body, nn.Linear(1352, 10))
print(net(x).shape)
#> torch.Size([4, 10])

# %% draw-shapes tags=["remove-input"]
from drawing.shapes import shapes

shapes(net, x)

# %% dry-run
layers = nn.Sequential(*body)
with torch.no_grad():
    features = layers(torch.zeros(1, 1, 28, 28)).shape[1]
print(features)
head = nn.Linear(features, 10)
#> 1352

# %% lazy
net = nn.Sequential(*body, nn.LazyLinear(10))
net(x)
print(net[4])
#> Linear(in_features=1352, out_features=10, bias=True)

# %% formula
def out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size) // stride + 1


side = out_size(28, kernel_size=3)
side = out_size(side, kernel_size=2, stride=2)
print(side, 8 * side * side)
#> 13 1352

# %% meta
with torch.device("meta"):
    large = nn.Sequential(nn.Conv2d(3, 4096, 7, stride=2), nn.Flatten())
    print(large(torch.zeros(64, 3, 224, 224)).shape)
#> torch.Size([64, 48664576])

# %% conventions
image, sequence = torch.zeros(2, 3, 8, 8), torch.zeros(2, 7, 3)
tokens = torch.zeros(2, 7, dtype=torch.long)
print(nn.Linear(3, 5)(sequence).shape)
print(nn.Conv2d(3, 5, kernel_size=3)(image).shape)
print(nn.Conv1d(3, 5, kernel_size=3)(sequence.transpose(1, 2)).shape)
print(nn.BatchNorm2d(3)(image).shape)
print(nn.Embedding(10, 5)(tokens).shape)
print(nn.LSTM(3, 5, batch_first=True)(sequence)[0].shape)
print(F.cross_entropy(torch.zeros(2, 5), torch.zeros(2).long()).shape)
#> torch.Size([2, 7, 5])
#> torch.Size([2, 5, 6, 6])
#> torch.Size([2, 5, 5])
#> torch.Size([2, 3, 8, 8])
#> torch.Size([2, 7, 5])
#> torch.Size([2, 7, 5])
#> torch.Size([])

# %% asserts tags=["raises-exception"]
def mean_color(images):
    batch, channels, height, width = images.shape
    assert channels == 3, f"3 channels expected, got {tuple(images.shape)}"
    return images.mean(dim=(2, 3))


print(mean_color(image).shape)
mean_color(torch.zeros(2, 8, 8, 3))
#> torch.Size([2, 3])
#> AssertionError: 3 channels expected, got (2, 8, 8, 3)

# %% unpack tags=["raises-exception"]
batch, channels, height, width = torch.zeros(3, 8, 8).shape
#> ValueError: not enough values to unpack (expected 4, got 3)

# %% view-for-permute tags=["wrong"]
photo = torch.arange(12).reshape(2, 2, 3)
print(photo[:, :, 0])
print(photo.view(3, 2, 2)[0])
#> tensor([[0, 3],
#>         [6, 9]])
#> tensor([[0, 1],
#>         [2, 3]])

# %% permute tags=["right"]
print(photo.permute(2, 0, 1)[0])
#> tensor([[0, 3],
#>         [6, 9]])

# %% indices tags=["raises-exception"]
torch.zeros(2, 3)[:, :, 0]
#> IndexError: too many indices for tensor of dimension 2
