# %% raise tags=["raises-exception"]
import torch

before = torch.tensor([True, True, False])
after = torch.tensor([True, False, True])
before - after
#> NotImplementedError: Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.
#torch<2.14> RuntimeError: Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.

# %% loss tags=["raises-exception"]
scores = torch.tensor([0.5, -0.5, 2.0])
torch.nn.BCEWithLogitsLoss()(scores, after)
#> NotImplementedError: Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.
#torch<2.14> RuntimeError: Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.

# %% logical tags=["right"]
print(before ^ after)
print(before & ~after)
#> tensor([False,  True,  True])
#> tensor([False,  True, False])

# %% numbers tags=["right"]
print(before.int() - after.int())
#> tensor([ 0,  1, -1], dtype=torch.int32)

# %% float-labels tags=["right"]
print(torch.nn.BCEWithLogitsLoss()(scores, after.float()))
#> tensor(0.3584)
