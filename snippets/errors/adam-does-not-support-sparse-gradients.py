# %% raise tags=["raises-exception"]
import torch
from torch import nn

embedding = nn.Embedding(1000, 2, sparse=True)
optimizer = torch.optim.Adam(embedding.parameters())
embedding(torch.tensor([3, 7])).sum().backward()
optimizer.step()
#> RuntimeError: Adam does not support sparse gradients, please consider SparseAdam instead

# %% others tags=["raises-exception"]
torch.optim.RMSprop(embedding.parameters()).step()
#> RuntimeError: RMSprop does not support sparse gradients

# %% not-sparse tags=["right"]
embedding.sparse = False
embedding.zero_grad()
embedding(torch.tensor([3, 7])).sum().backward()
torch.optim.Adam(embedding.parameters()).step()
print(embedding.weight.grad.layout)
#> torch.strided

# %% dense tags=["raises-exception"]
embedding.sparse = True
model = nn.Sequential(embedding, nn.Flatten(), nn.Linear(4, 1))
optimizer = torch.optim.SparseAdam(model.parameters())
model(torch.tensor([[3, 7]])).sum().backward()
optimizer.step()
#> RuntimeError: SparseAdam does not support dense gradients, please consider Adam instead

# %% two-optimizers tags=["right"]
model.zero_grad()
optimizers = [
    torch.optim.SparseAdam(model[0].parameters()),
    torch.optim.Adam(model[2].parameters()),
]
model(torch.tensor([[3, 7]])).sum().backward()
for optimizer in optimizers:
    optimizer.step()
print(model[0].weight.grad.layout)
#> torch.sparse_coo
