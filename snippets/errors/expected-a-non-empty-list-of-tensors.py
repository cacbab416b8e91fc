# %% raise tags=["raises-exception"]
import torch
from torch.utils.data import DataLoader

outputs = []
for batch in DataLoader(torch.zeros(3, 2), batch_size=4, drop_last=True):
    outputs.append(batch)
torch.cat(outputs)
#> ValueError: torch.cat(): expected a non-empty list of Tensors

# %% stack tags=["raises-exception"]
torch.stack(outputs)
#> RuntimeError: stack expects a non-empty TensorList

# %% fix tags=["right"]
loader = DataLoader(torch.zeros(3, 2), batch_size=4)
print(len(loader), torch.cat(list(loader)).shape)
#> 1 torch.Size([3, 2])

# %% fix-empty tags=["right"]
found = []
boxes = torch.cat(found) if found else torch.empty(0, 4)
print(boxes.shape)
#> torch.Size([0, 4])
