# %% both-ways
import numpy as np
import torch

x = torch.tensor([1.0, 2.0, 3.0])
array = x.numpy()
print(array, array.dtype)
print(torch.from_numpy(array))
#> [1. 2. 3.] float32
#> tensor([1., 2., 3.])

# %% from-training
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
w = torch.ones(3, requires_grad=True, device=device)
print(w.detach().cpu().numpy())
print(w.numpy(force=True))
#> [1. 1. 1.]
#> [1. 1. 1.]

# %% shared
array = np.zeros(3)
shared = torch.from_numpy(array)
copied = torch.tensor(array)
array[0] = 7
shared[1] = 8
print(array, shared.tolist())
print(copied.tolist())
#> [7. 8. 0.] [7.0, 8.0, 0.0]
#> [0.0, 0.0, 0.0]

# %% draw-shared tags=["remove-input"]
from drawing.sharing import memories

memories(
    {"array": array, "torch.from_numpy(array)": shared, "torch.tensor(array)": copied}
)

# %% as-tensor
same = torch.as_tensor(array)
other = torch.as_tensor(array, dtype=torch.float32)
print(np.shares_memory(array, same.numpy()))
print(np.shares_memory(array, other.numpy()))
#> True
#> False

# %% independent
array = x.numpy().copy()
array[0] = 100
print(x)
#> tensor([1., 2., 3.])

# %% float64
prices = np.array([1.5, 2.5])
print(torch.from_numpy(prices).dtype)
print(torch.from_numpy(prices).float().dtype)
print(torch.from_numpy(prices.astype(np.float32)).dtype)
#> torch.float64
#> torch.float32
#> torch.float32

# %% numbers
mean = np.mean([1.0, 2.0])
print(torch.tensor(mean).dtype, torch.tensor(float(mean)).dtype)
print(torch.tensor(1.5).item())
#> torch.float64 torch.float32
#> 1.5

# %% image
# zh: 高、宽、通道，每个数 0 到 255。
# en: Height, width, channels; each number from 0 to 255.
image = np.full((32, 48, 3), 51, dtype=np.uint8)
x = torch.from_numpy(image).permute(2, 0, 1).float() / 255
print(x.shape, x[0, 0, 0])
back = (x * 255).round().byte().permute(1, 2, 0).numpy()
print(back.shape, back.dtype, np.array_equal(back, image))
#> torch.Size([3, 32, 48]) tensor(0.2000)
#> (32, 48, 3) uint8 True

# %% requires-grad tags=["raises-exception"]
w = torch.ones(3, requires_grad=True)
w.numpy()
#> RuntimeError: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.

# %% detach tags=["right"]
print(w.detach().cpu().numpy())
#> [1. 1. 1.]

# %% object-array tags=["raises-exception"]
table = np.array([[1, "2.5"], [3, "4"]], dtype=object)
torch.from_numpy(table)
#> TypeError: can't convert np.ndarray of type numpy.object_. The only supported types are: float64, float32, float16, complex64, complex128, int64, int32, int16, int8, uint64, uint32, uint16, uint8, and bool.

# %% astype tags=["right"]
print(torch.from_numpy(table.astype(np.float32)))
#> tensor([[1.0000, 2.5000],
#>         [3.0000, 4.0000]])

# %% negative-stride tags=["raises-exception"]
array = np.array([1, 2, 3], dtype=np.float32)
torch.from_numpy(array[::-1])
#> ValueError: At least one stride in the given numpy array is negative, and tensors with negative strides are not currently supported. (You can probably work around this by making a copy of your array  with array.copy().)

# %% copy-first tags=["right"]
print(torch.from_numpy(array[::-1].copy()))
#> tensor([3., 2., 1.])

# %% read-only tags=["wrong"]
data = np.frombuffer(b"\x01\x02\x03", dtype=np.uint8)
x = torch.from_numpy(data)
#> UserWarning: The given NumPy array is not writable, and PyTorch does not support non-writable tensors. This means writing to this tensor will result in undefined behavior. You may want to copy the array to protect its data or make it writable before converting it to a tensor. This type of warning will be suppressed for the rest of this program. ...

# %% writable-copy tags=["right"]
x = torch.from_numpy(data.copy())
print(x)
#> tensor([1, 2, 3], dtype=torch.uint8)

# %% array-times-tensor tags=["raises-exception"]
scale = np.array([1.0, 10.0, 100.0], dtype=np.float32)
scale * torch.ones(3)
#> TypeError: unsupported operand type(s) for *: 'numpy.ndarray' and 'Tensor'

# %% convert-first tags=["right"]
print(torch.from_numpy(scale) * torch.ones(3))
#> tensor([  1.,  10., 100.])

# %% bfloat16 tags=["raises-exception"]
half = torch.ones(3, dtype=torch.bfloat16)
half.numpy()
#> TypeError: Got unsupported ScalarType BFloat16

# %% float-first tags=["right"]
print(half.float().numpy())
#> [1. 1. 1.]

# %% slow-list tags=["wrong"]
rows = [np.zeros(3, dtype=np.float32), np.ones(3, dtype=np.float32)]
x = torch.tensor(rows)
#> UserWarning: Creating a tensor from a list of numpy.ndarrays is extremely slow. Please consider converting the list to a single numpy.ndarray with numpy.array() before converting to a tensor. ...

# %% stack-first tags=["right"]
print(torch.from_numpy(np.stack(rows)))
#> tensor([[0., 0., 0.],
#>         [1., 1., 1.]])

# %% kept-weights tags=["wrong"]
layer = torch.nn.Linear(1, 1, bias=False)
history = []
for value in (1.0, 2.0, 3.0):
    torch.nn.init.constant_(layer.weight, value)
    history.append(layer.weight.detach().numpy())
print([array.item() for array in history])
#> [3.0, 3.0, 3.0]

# %% kept-copies tags=["right"]
history = []
for value in (1.0, 2.0, 3.0):
    torch.nn.init.constant_(layer.weight, value)
    history.append(layer.weight.detach().numpy().copy())
print([array.item() for array in history])
#> [1.0, 2.0, 3.0]
