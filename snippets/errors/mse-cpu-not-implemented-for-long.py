# %% raise tags=["raises-exception"]
import torch
from torch import nn

guesses, ages = torch.tensor([30, 41]), torch.tensor([32, 40])
nn.MSELoss()(guesses, ages)
#> NotImplementedError: "mse_cpu" not implemented for 'Long'

# %% huber tags=["raises-exception"]
nn.HuberLoss()(guesses, ages)
#> NotImplementedError: "huber_cpu" not implemented for 'Long'

# %% float tags=["right"]
print(nn.MSELoss()(guesses.float(), ages.float()))
#> tensor(2.5000)

# %% one-side tags=["right"]
model = nn.Linear(1, 1)
output = model(torch.ones(2, 1)).squeeze(1)
print(output.dtype, nn.MSELoss()(output, ages.float()).dtype)
#> torch.float32 torch.float32
