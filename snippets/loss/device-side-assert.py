# %% out-of-range tags=["raises-exception", "varies"]
import torch
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
logits = torch.zeros(2, 3, device=device)
label = torch.tensor([1, 3], device=device)
loss = nn.CrossEntropyLoss()(logits, label)
print(loss.item())
#> IndexError: Target 3 is out of bounds.
