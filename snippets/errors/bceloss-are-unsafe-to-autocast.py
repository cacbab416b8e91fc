# %% cpu tags=["wrong"]
import torch
from torch import nn

logits = torch.tensor([9.0, -1.0], dtype=torch.bfloat16)
labels = torch.tensor([0.0, 0.0])
with torch.autocast("cpu", dtype=torch.bfloat16):
    p = logits.sigmoid()
    print(p, nn.BCELoss()(p, labels))
#> tensor([1.0000, 0.2695], dtype=torch.bfloat16) tensor(50.1570)

# %% logits tags=["right"]
device = "cuda" if torch.cuda.is_available() else "cpu"
logits, labels = logits.to(device), labels.to(device)
with torch.autocast(device, dtype=torch.bfloat16):
    print(nn.BCEWithLogitsLoss()(logits, labels))
#> tensor(4.6567)

# %% outside tags=["right"]
with torch.autocast(device, enabled=False):
    print(nn.BCELoss()(logits.float().sigmoid(), labels))
#> tensor(4.6567)
