# %% raise tags=["raises-exception"]
import torch

torch.use_deterministic_algorithms(True)
totals = torch.zeros(2)
totals.put_(torch.tensor([1, 1]), torch.tensor([3.0, 4.0]))
#> RuntimeError: put_ does not have a deterministic implementation, but you set 'torch.use_deterministic_algorithms(True)'. You can turn off determinism just for this operation, or you can use the 'warn_only=True' option, if that's acceptable for your application. You can also file an issue at https://github.com/pytorch/pytorch/issues to help us prioritize adding deterministic support for this operation.

# %% fix-other tags=["right"]
totals.index_add_(0, torch.tensor([1, 1]), torch.tensor([3.0, 4.0]))
print(totals)
#> tensor([0., 7.])

# %% fix-part tags=["right"]
def not_deterministic(function, *args):
    torch.use_deterministic_algorithms(False)
    try:
        return function(*args)
    finally:
        torch.use_deterministic_algorithms(True)


print(not_deterministic(totals.put_, torch.tensor([0]), torch.ones(1)))
#> tensor([1., 7.])

# %% fix-warn tags=["right"]
torch.use_deterministic_algorithms(True, warn_only=True)
totals.put_(torch.tensor([0]), torch.tensor([5.0]))
print(totals)
#> UserWarning: put_ does not have a deterministic implementation, but you set 'torch.use_deterministic_algorithms(True, warn_only=True)'. You can file an issue at https://github.com/pytorch/pytorch/issues to help us prioritize adding deterministic support for this operation. ...
#> tensor([5., 7.])

# %% off
torch.use_deterministic_algorithms(False)
