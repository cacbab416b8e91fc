# %% conv
import torch
from torch import nn

torch.manual_seed(0)
images = torch.randn(2, 3, 32, 32)
print(nn.Conv2d(3, 8, kernel_size=3)(images).shape)
print(nn.Conv2d(3, 8, kernel_size=3, padding=1)(images).shape)
print(nn.Conv2d(3, 8, 3, stride=2, padding=1)(images).shape)
print(nn.MaxPool2d(2)(images).shape)
#> torch.Size([2, 8, 30, 30])
#> torch.Size([2, 8, 32, 32])
#> torch.Size([2, 8, 16, 16])
#> torch.Size([2, 3, 16, 16])

# %% by-hand
x = torch.tensor(
    [[0.0, 1, 2, 3], [1, 2, 3, 0], [2, 3, 0, 1], [3, 0, 1, 2]]
)
kernel = torch.tensor([[0.0, 1, 0], [1, 1, 1], [0, 1, 0]])
y = nn.functional.conv2d(
    x[None, None], kernel[None, None], stride=2, padding=1
)
print(y)
#> tensor([[[[2., 9.],
#>           [9., 8.]]]])

# %% draw-convolution tags=["remove-input"]
from drawing.layers import convolution

convolution(x, kernel, stride=2, padding=1, place=(1, 1))

# %% output-size
def output_size(n, kernel, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


for n in (32, 33):
    conv = nn.Conv2d(3, 8, kernel_size=5, stride=2, padding=1)
    size = conv(torch.zeros(1, 3, n, n)).shape[-1]
    print(n, size, output_size(n, kernel=5, stride=2, padding=1))
#> 32 15 15
#> 33 16 16

# %% weight
conv = nn.Conv2d(3, 8, kernel_size=5)
print(conv.weight.shape)
print(conv.bias.shape)
#> torch.Size([8, 3, 5, 5])
#> torch.Size([8])

# %% gray
gray = torch.rand(2, 32, 32)
conv = nn.Conv2d(1, 8, kernel_size=3, padding=1)
print(conv(gray.unsqueeze(1)).shape)
#> torch.Size([2, 8, 32, 32])

# %% cnn
cnn = nn.Sequential(
    nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(16 * 8 * 8, 10),
)
print(cnn(images).shape)
#> torch.Size([2, 10])

# %% print-shapes
x = images
for layer in cnn:
    x = layer(x)
    print(f"{type(layer).__name__:10}", tuple(x.shape))
#> Conv2d     (2, 8, 32, 32)
#> ReLU       (2, 8, 32, 32)
#> MaxPool2d  (2, 8, 16, 16)
#> Conv2d     (2, 16, 16, 16)
#> ReLU       (2, 16, 16, 16)
#> MaxPool2d  (2, 16, 8, 8)
#> Flatten    (2, 1024)
#> Linear     (2, 10)

# %% adaptive
head = nn.Sequential(
    nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10)
)
for size in (7, 20):
    print(head(torch.zeros(2, 16, size, size)).shape)
#> torch.Size([2, 10])
#> torch.Size([2, 10])

# %% pools
x = torch.tensor([[1.0, 2, 5, 0], [3, 4, 1, 2]])[None, None]
print(nn.MaxPool2d(2)(x))
print(nn.AvgPool2d(2)(x))
#> tensor([[[[4., 5.]]]])
#> tensor([[[[2.5000, 2.0000]]]])

# %% pool-odd
x = torch.zeros(1, 1, 7, 7)
print(nn.MaxPool2d(2)(x).shape)
print(nn.MaxPool2d(2, ceil_mode=True)(x).shape)
print(nn.MaxPool2d(3, stride=2, padding=1)(x).shape)
#> torch.Size([1, 1, 3, 3])
#> torch.Size([1, 1, 4, 4])
#> torch.Size([1, 1, 4, 4])

# %% groups
conv = nn.Conv2d(8, 8, 3, padding=1)
depthwise = nn.Conv2d(8, 8, 3, padding=1, groups=8)
print(conv.weight.shape, depthwise.weight.shape)
print(conv.weight.numel(), depthwise.weight.numel())
#> torch.Size([8, 8, 3, 3]) torch.Size([8, 1, 3, 3])
#> 576 72

# %% dilation
x = torch.zeros(1, 3, 32, 32)
print(nn.Conv2d(3, 8, 3, dilation=2)(x).shape)
print(nn.Conv2d(3, 8, 3, dilation=2, padding="same")(x).shape)
#> torch.Size([1, 8, 28, 28])
#> torch.Size([1, 8, 32, 32])

# %% conv1d
sequences = torch.zeros(4, 50, 16)
conv = nn.Conv1d(16, 32, kernel_size=3, padding=1)
print(conv(sequences.transpose(1, 2)).shape)
#> torch.Size([4, 32, 50])

# %% transposed
x = torch.zeros(1, 16, 8, 8)
print(nn.ConvTranspose2d(16, 8, kernel_size=2, stride=2)(x).shape)
print(nn.Upsample(scale_factor=2, mode="nearest")(x).shape)
#> torch.Size([1, 8, 16, 16])
#> torch.Size([1, 16, 16, 16])

# %% gray-into-three tags=["raises-exception"]
conv = nn.Conv2d(3, 8, kernel_size=3)
gray = torch.rand(2, 1, 8, 8)
conv(gray)
#> RuntimeError: Given groups=1, weight of size [8, 3, 3, 3], expected input[2, 1, 8, 8] to have 3 channels, but got 1 channels instead

# %% gray-expanded tags=["right"]
print(conv(gray.expand(-1, 3, -1, -1)).shape)
print(nn.Conv2d(1, 8, kernel_size=3)(gray).shape)
#> torch.Size([2, 8, 6, 6])
#> torch.Size([2, 8, 6, 6])

# %% channels-last tags=["raises-exception"]
photos = torch.rand(2, 8, 8, 3)
conv(photos)
#> RuntimeError: Given groups=1, weight of size [8, 3, 3, 3], expected input[2, 8, 8, 3] to have 3 channels, but got 8 channels instead

# %% reshape-scrambles tags=["wrong"]
print(conv(photos.reshape(2, 3, 8, 8)).shape)
red = photos[0, :, :, 0]
print(torch.equal(photos.reshape(2, 3, 8, 8)[0, 0], red))
#> torch.Size([2, 8, 6, 6])
#> False

# %% permute tags=["right"]
images = photos.permute(0, 3, 1, 2)
print(conv(images).shape)
print(torch.equal(images[0, 0], red))
#> torch.Size([2, 8, 6, 6])
#> True

# %% two-dimensions tags=["raises-exception"]
image = torch.rand(8, 8)
nn.Conv2d(1, 8, kernel_size=3)(image)
#> RuntimeError: Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [8, 8]

# %% add-dimensions tags=["right"]
print(nn.Conv2d(1, 8, kernel_size=3)(image[None, None]).shape)
#> torch.Size([1, 8, 6, 6])

# %% larger-image tags=["raises-exception"]
cnn(torch.zeros(2, 3, 64, 64))
#> RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (2x4096 and 1024x10)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x4096 and 1024x10)

# %% measured tags=["right"]
features = cnn[:-1](torch.zeros(1, 3, 64, 64))
print(features.shape)
cnn[-1] = nn.Linear(features.shape[1], 10)
print(cnn(torch.zeros(2, 3, 64, 64)).shape)
#> torch.Size([1, 4096])
#> torch.Size([2, 10])

# %% kernel-too-large tags=["raises-exception"]
conv(torch.zeros(1, 3, 2, 2))
#> RuntimeError: Calculated padded input size per channel: (2 x 2). Kernel size: (3 x 3). Kernel size can't be greater than actual input size

# %% pooled-away tags=["raises-exception"]
nn.MaxPool2d(2)(torch.zeros(1, 8, 1, 1))
#> RuntimeError: Given input size: (8x1x1). Calculated output size: (8x0x0). Output size is too small

# %% too-small-fixed tags=["right"]
print(nn.Conv2d(3, 8, 3, padding=1)(torch.zeros(1, 3, 2, 2)).shape)
print(nn.AdaptiveAvgPool2d(1)(torch.zeros(1, 8, 1, 1)).shape)
#> torch.Size([1, 8, 2, 2])
#> torch.Size([1, 8, 1, 1])

# %% bytes tags=["raises-exception"]
pixels = torch.full((1, 3, 8, 8), 255, dtype=torch.uint8)
conv(pixels)
#> RuntimeError: Input type (unsigned char) and bias type (float) should be the same

# %% bytes-to-float tags=["right"]
print(conv(pixels.float() / 255).shape)
#> torch.Size([1, 8, 6, 6])

# %% same-with-stride tags=["raises-exception"]
nn.Conv2d(3, 8, kernel_size=3, stride=2, padding="same")
#> ValueError: padding='same' is not supported for strided convolutions

# %% half-size tags=["right"]
conv = nn.Conv2d(3, 8, kernel_size=3, stride=2, padding=1)
print(conv(torch.zeros(1, 3, 32, 32)).shape)
#> torch.Size([1, 8, 16, 16])
