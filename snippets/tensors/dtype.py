# %% dtypes
import torch

x = torch.tensor([1.0, 2.0])
print(torch.tensor([1, 2]).dtype, x.dtype)
print(torch.tensor([True, False]).dtype)
print(x.long(), x.to(torch.float64).dtype)
#> torch.int64 torch.float32
#> torch.bool
#> tensor([1, 2]) torch.float64

# %% cast
x = torch.tensor([1.7, -1.7, 3.0])
print(x.long())
print(x.to(torch.float64))
print(x)
print(x.float() is x)
#> tensor([ 1, -1,  3])
#> tensor([ 1.7000, -1.7000,  3.0000], dtype=torch.float64)
#> tensor([ 1.7000, -1.7000,  3.0000])
#> True

# %% cast-methods
ones = torch.ones(2)
print(ones.float().dtype, ones.double().dtype)
print(ones.half().dtype, ones.bfloat16().dtype)
print(ones.long().dtype, ones.int().dtype)
print(ones.byte().dtype, ones.bool().dtype)
#> torch.float32 torch.float64
#> torch.float16 torch.bfloat16
#> torch.int64 torch.int32
#> torch.uint8 torch.bool

# %% promotion
counts = torch.tensor([1, 2])
print((counts + 0.5).dtype)
print((counts + torch.ones(2)).dtype)
print((torch.ones(2) + torch.ones(2, dtype=torch.float64)).dtype)
#> torch.float32
#> torch.float32
#> torch.float64

# %% numbers-do-not-promote
half = torch.ones(2, dtype=torch.float16)
print((half + 0.5).dtype)
print((half + torch.tensor(0.5)).dtype)
print((half + torch.tensor([0.5])).dtype)
#> torch.float16
#> torch.float16
#> torch.float32

# %% division
a = torch.tensor([7, -7])
print(a / 2)
print(a // 2)
print(torch.div(a, 2, rounding_mode="trunc"))
#> tensor([ 3.5000, -3.5000])
#> tensor([ 3, -4])
#> tensor([ 3, -3])

# %% default-dtype
torch.set_default_dtype(torch.float64)
print(torch.tensor([1.0]).dtype, torch.nn.Linear(2, 1).weight.dtype)
torch.set_default_dtype(torch.float32)
#> torch.float64 torch.float64

# %% limits
for dtype in torch.float32, torch.float16, torch.bfloat16:
    info = torch.finfo(dtype)
    print(dtype, info.bits, f"{info.max:g} {info.eps:.2g}")
#> torch.float32 32 3.40282e+38 1.2e-07
#> torch.float16 16 65504 0.00098
#> torch.bfloat16 16 3.38953e+38 0.0078

# %% half-and-bfloat16
large, fine = torch.tensor(70000.0), torch.tensor(1.001)
print(large.half(), large.bfloat16())
print(fine.half(), fine.bfloat16())
#> tensor(inf, dtype=torch.float16) tensor(70144., dtype=torch.bfloat16)
#> tensor(1.0010, dtype=torch.float16) tensor(1., dtype=torch.bfloat16)

# %% linear-with-float64 tags=["raises-exception"]
layer = torch.nn.Linear(2, 1)
inputs = torch.ones(4, 2, dtype=torch.float64)
layer(inputs)
#> RuntimeError: mat1 and mat2 must have the same dtype, but got Double and Float

# %% float-inputs tags=["right"]
print(layer(inputs.float()).dtype)
#> torch.float32

# %% in-place-on-integers tags=["raises-exception"]
counts += 0.5
#> RuntimeError: result type Float can't be cast to the desired output type Long

# %% new-tensor tags=["right"]
counts = counts + 0.5
print(counts)
#> tensor([1.5000, 2.5000])

# %% integer-targets tags=["raises-exception"]
loss = torch.nn.BCEWithLogitsLoss()
labels = torch.tensor([0, 1])
loss(torch.zeros(2), labels)
#> RuntimeError: result type Float can't be cast to the desired output type Long

# %% float-targets tags=["right"]
print(loss(torch.zeros(2), labels.float()))
#> tensor(0.6931)

# %% mean-of-integers tags=["raises-exception"]
labels.mean()
#> NotImplementedError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long
#torch<2.15> RuntimeError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long

# %% float-mean tags=["right"]
print(labels.float().mean())
#> tensor(0.5000)

# %% half-not-implemented tags=["raises-exception"]
matrix = torch.eye(2, dtype=torch.float16)
print(torch.nn.Linear(2, 2).half()(matrix).dtype)
torch.linalg.svdvals(matrix)
#> torch.float16
#> NotImplementedError: "linalg_svd_cpu" not implemented for 'Half'

# %% compute-in-float32 tags=["right"]
print(torch.linalg.svdvals(matrix.float()))
#> tensor([1., 1.])

# %% overflow tags=["wrong"]
pixels = torch.tensor([250, 10], dtype=torch.uint8)
print(pixels + 10)
#> tensor([ 4, 20], dtype=torch.uint8)

# %% wider-dtype tags=["right"]
print(pixels.int() + 10)
#> tensor([260,  20], dtype=torch.int32)
