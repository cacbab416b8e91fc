# %% raise tags=["raises-exception"]
import torch

history = torch.tensor([10, 20, 30])
history[1:] = history[:-1]
#> RuntimeError: unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. Please clone() the tensor before performing the operation.

# %% mask tags=["raises-exception"]
active = torch.tensor([True, False, True])
active[active] = torch.tensor([True, False])
#> RuntimeError: unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. Please clone() the tensor before performing the operation.

# %% clone tags=["right"]
history[1:] = history[:-1].clone()
print(history)
#> tensor([10, 10, 20])

# %% clone-mask tags=["right"]
active[active.clone()] = torch.tensor([True, False])
print(active)
#> tensor([ True, False, False])

# %% new-tensor tags=["right"]
print(torch.tensor([10, 20, 30]).roll(1))
x = torch.tensor([[0, 1], [2, 3]])
x = x + x.T
print(x)
#> tensor([30, 10, 20])
#> tensor([[0, 3],
#>         [3, 6]])
