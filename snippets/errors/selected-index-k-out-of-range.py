# %% raise tags=["raises-exception"]
import torch

logits = torch.tensor([[0.3, 0.1, 0.6], [0.2, 0.7, 0.1]])
logits.topk(5, dim=1)
#> RuntimeError: selected index k out of range

# %% wrong-dim tags=["raises-exception"]
logits.topk(3, dim=0)
#> RuntimeError: selected index k out of range

# %% fix tags=["right"]
k = min(5, logits.shape[1])
print(logits.topk(k, dim=1).indices)
#> tensor([[2, 0, 1],
#>         [1, 0, 2]])

# %% fix-dim tags=["right"]
print(logits.topk(3, dim=-1).indices.shape)
#> torch.Size([2, 3])
