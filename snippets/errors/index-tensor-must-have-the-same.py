# %% raise tags=["raises-exception"]
import torch

q_values = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
actions = torch.tensor([1, 0, 1])
q_values.gather(1, actions)
#> RuntimeError: Index tensor must have the same number of dimensions as input tensor

# %% scatter tags=["raises-exception"]
torch.zeros(3, 2).scatter_(1, actions, 1.0)
#> RuntimeError: Index tensor must have the same number of dimensions as self tensor

# %% fix tags=["right"]
chosen = q_values.gather(1, actions.unsqueeze(1)).squeeze(1)
print(chosen)
print(q_values[torch.arange(3), actions])
#> tensor([2., 3., 6.])
#> tensor([2., 3., 6.])

# %% fix-scatter tags=["right"]
print(torch.zeros(3, 2).scatter_(1, actions.unsqueeze(1), 1.0))
#> tensor([[0., 1.],
#>         [1., 0.],
#>         [0., 1.]])

# %% row tags=["wrong"]
print(q_values.gather(1, actions.unsqueeze(0)))
#> tensor([[2., 1., 2.]])
