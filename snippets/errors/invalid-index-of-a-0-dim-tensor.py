# %% raise tags=["raises-exception"]
import torch

loss = torch.tensor([1.0, 3.0]).mean()
loss.data[0]
#> IndexError: invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number

# %% iterate tags=["raises-exception"]
for value in loss:
    print(value)
#> TypeError: iteration over a 0-d tensor

# %% slice tags=["raises-exception"]
loss[:1]
#> IndexError: slice() cannot be applied to a 0-dim tensor.

# %% item tags=["right"]
print(loss.shape, loss.item())
#> torch.Size([]) 2.0

# %% squeeze tags=["right"]
output = torch.tensor([[0.7]])  # batch of 1, one output
print(output.squeeze().shape, output.squeeze(1).shape)
print(output.squeeze(1)[0])
#> torch.Size([]) torch.Size([1])
#> tensor(0.7000)
