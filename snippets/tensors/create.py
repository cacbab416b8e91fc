# %% from-values
import torch

x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
print(x)
print(x.shape, x.dtype, x.device)
print(x.ndim, x.numel(), x.size(1))
#> tensor([[1., 2., 3.],
#>         [4., 5., 6.]])
#> torch.Size([2, 3]) torch.float32 cpu
#> 2 6 3

# %% filled
print(torch.zeros(2, 3))
print(torch.ones(3), torch.full((3,), 7.0))
print(torch.eye(2))
#> tensor([[0., 0., 0.],
#>         [0., 0., 0.]])
#> tensor([1., 1., 1.]) tensor([7., 7., 7.])
#> tensor([[1., 0.],
#>         [0., 1.]])

# %% ranges
print(torch.arange(5))
print(torch.arange(2, 10, 3))
print(torch.linspace(0, 1, 5))
#> tensor([0, 1, 2, 3, 4])
#> tensor([2, 5, 8])
#> tensor([0.0000, 0.2500, 0.5000, 0.7500, 1.0000])

# %% random
torch.manual_seed(0)
print(torch.rand(3))
print(torch.randn(3))
print(torch.randint(0, 10, (5,)))
torch.manual_seed(0)
print(torch.rand(3))
#> tensor([0.4963, 0.7682, 0.0885])
#> tensor([0.3643, 0.1344, 0.1642])
#> tensor([6, 6, 9, 8, 6])
#> tensor([0.4963, 0.7682, 0.0885])

# %% like
counts = torch.tensor([3, 1, 2])
print(torch.zeros_like(counts))
print(torch.ones_like(counts, dtype=torch.float32))
print(x.new_tensor([3, 1, 2]))
#> tensor([0, 0, 0])
#> tensor([1., 1., 1.])
#> tensor([3., 1., 2.])

# %% dtype-and-device
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
y = torch.zeros(2, dtype=torch.float64, device=device)
print(y.dtype, y.device)
#> torch.float64 cpu

# %% tensor-or-tensor-class
print(torch.tensor([1, 2]), torch.Tensor([1, 2]))
print(torch.tensor(3), torch.Tensor(3).shape)
#> tensor([1, 2]) tensor([1., 2.])
#> tensor(3) torch.Size([3])

# %% as-tensor
print(torch.as_tensor([3, 1, 2]))
print(torch.as_tensor(counts) is counts)
print(torch.as_tensor(counts, dtype=torch.float32) is counts)
#> tensor([3, 1, 2])
#> True
#> False

# %% numpy
array = torch.ones(2).numpy()
shared, copied = torch.from_numpy(array), torch.tensor(array)
array[0] = 9
print(shared, copied)
#> tensor([9., 1.]) tensor([1., 1.])

# %% print-options
values = torch.tensor([0.00001, 1234.5])
print(values)
torch.set_printoptions(precision=2, sci_mode=False, threshold=5)
print(values)
print(torch.arange(8))
torch.set_printoptions(profile="default")
#> tensor([1.0000e-05, 1.2345e+03])
#> tensor([   0.00, 1234.50])
#> tensor([0, 1, 2,  ..., 5, 6, 7])

# %% ragged tags=["raises-exception"]
torch.tensor([[1, 2, 3], [4, 5]])
#> ValueError: expected sequence of length 3 at dim 1 (got 2)

# %% pad tags=["right"]
rows = [torch.tensor([1, 2, 3]), torch.tensor([4, 5])]
print(torch.nn.utils.rnn.pad_sequence(rows, batch_first=True))
#> tensor([[1, 2, 3],
#>         [4, 5, 0]])

# %% list-of-tensors tags=["raises-exception"]
torch.tensor([torch.ones(3), torch.zeros(3)])
#> ValueError: only one element tensors can be converted to Python scalars

# %% stack tags=["right"]
print(torch.stack([torch.ones(3), torch.zeros(3)]))
#> tensor([[1., 1., 1.],
#>         [0., 0., 0.]])

# %% copy-warning tags=["wrong"]
copy = torch.tensor(x)
#> UserWarning: To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or sourceTensor.detach().clone().requires_grad_(True), rather than torch.tensor(sourceTensor).

# %% clone tags=["right"]
copy = x.detach().clone()
copy.zero_()
print(x)
#> tensor([[1., 2., 3.],
#>         [4., 5., 6.]])

# %% float-step tags=["wrong"]
print(torch.arange(1, 1.3, 0.1))
#> tensor([1.0000, 1.1000, 1.2000, 1.3000])

# %% number-of-elements tags=["right"]
print(torch.linspace(1, 1.2, 3))
#> tensor([1.0000, 1.1000, 1.2000])
