# %% raise tags=["raises-exception"]
import torch

scores = torch.tensor([0.2, 0.4, 0.1])
kept = scores[scores > 0.5]
kept.max()
#> RuntimeError: max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.

# %% argmax tags=["raises-exception"]
kept.argmax()
#> IndexError: argmax(): Expected reduction dim to be specified for input.numel() == 0.

# %% dim tags=["raises-exception"]
kept.max(dim=0)
#> IndexError: max(): Expected reduction dim 0 to have non-zero size.

# %% fix tags=["right"]
print(kept.numel(), kept.sum())
print(kept.max() if kept.numel() else torch.tensor(0.0))
#> 0 tensor(0.)
#> tensor(0.)

# %% fix-mask tags=["right"]
masked = scores.where(scores > 0.5, float("-inf"))
print(masked.max())
#> tensor(-inf)
