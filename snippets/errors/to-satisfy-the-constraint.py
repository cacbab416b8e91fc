# %% raise tags=["raises-exception"]
import torch
from torch.distributions import Categorical, Normal

mean = torch.tensor([[0.5, torch.nan]])
Normal(mean, 1.0)
#> ValueError: Expected parameter loc (Tensor of shape (1, 2)) of distribution Normal(loc: torch.Size([1, 2]), scale: torch.Size([1, 2])) to satisfy the constraint Real(), but found invalid values:
#> tensor([[0.5000,    nan]])

# %% look
print(mean.isfinite().all())
#> tensor(False)

# %% scale tags=["raises-exception"]
raw_scale = torch.tensor([0.5, -1.0])
Normal(torch.zeros(2), raw_scale)
#> ValueError: Expected parameter scale (Tensor of shape (2,)) of distribution Normal(loc: torch.Size([2]), scale: torch.Size([2])) to satisfy the constraint GreaterThan(lower_bound=0.0), but found invalid values:
#> tensor([ 0.5000, -1.0000])

# %% value tags=["raises-exception"]
Categorical(logits=torch.zeros(3)).log_prob(torch.tensor(3))
#> ValueError: Expected value argument (Tensor of shape ()) to be within the support (IntegerInterval(lower_bound=0, upper_bound=2)) of the distribution Categorical(logits: torch.Size([3])), but found invalid values:
#> 3

# %% fix tags=["right"]
scale = torch.nn.functional.softplus(raw_scale) + 1e-3
print(Normal(torch.zeros(2), scale).scale)
#> tensor([0.9751, 0.3143])

# %% fix-logits tags=["right"]
print(Categorical(logits=torch.tensor([[2.0, -3.0]])).probs.sum())
#> tensor(1.)

# %% unchecked tags=["wrong"]
policy = Normal(mean, 1.0, validate_args=False)
print(policy.log_prob(torch.zeros(2)))
#> tensor([[-1.0439,     nan]])
