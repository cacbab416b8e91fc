# %% raise tags=["raises-exception"]
import torch

weights = torch.tensor([5.0, 3.0, 2.0])
torch.multinomial(weights, 4)
#> RuntimeError: cannot sample n_sample > prob_dist.size(-1) samples without replacement

# %% column tags=["raises-exception"]
torch.multinomial(weights[:, None], 2)
#> RuntimeError: cannot sample n_sample > prob_dist.size(-1) samples without replacement

# %% replacement tags=["right"]
torch.manual_seed(0)
print(torch.multinomial(weights, 4, replacement=True).shape)
#> torch.Size([4])

# %% at-most tags=["right"]
column = weights[:, None]
k = min(4, len(column))
print(torch.multinomial(column.squeeze(1), k).sort().values)
#> tensor([0, 1, 2])

# %% zero-weights tags=["wrong"]
one = torch.tensor([1.0, 0.0, 0.0])
print(torch.multinomial(one, 3).sort().values)
#> tensor([0, 1, 2])
