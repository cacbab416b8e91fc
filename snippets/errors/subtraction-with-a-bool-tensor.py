# %% raise tags=["raises-exception"]
import torch

x = torch.tensor([1.0, 5.0, 2.0])
padding = x < 3
1 - padding
#> NotImplementedError: Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.
#torch<2.14> RuntimeError: Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.

# %% negation tags=["raises-exception"]
-padding
#> NotImplementedError: Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.
#torch<2.14> RuntimeError: Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.

# %% invert tags=["right"]
print(~padding, x[~padding])
#> tensor([False,  True, False]) tensor([5.])

# %% numbers tags=["right"]
print(1 - padding.float())
#> tensor([0., 1., 0.])

# %% integer-invert tags=["wrong"]
print(x[~torch.tensor([1, 0, 1])])
#> tensor([5., 2., 5.])
