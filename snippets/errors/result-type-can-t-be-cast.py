# %% raise tags=["raises-exception"]
import torch
import torch.nn.functional as F

scores = torch.tensor([70, 80, 90])
scores += 0.5
#> RuntimeError: result type Float can't be cast to the desired output type Long

# %% pixels tags=["raises-exception"]
pixels = torch.tensor([0, 51, 255], dtype=torch.uint8)
pixels /= 255
#> RuntimeError: result type Float can't be cast to the desired output type Byte

# %% bce tags=["raises-exception"]
logits, labels = torch.zeros(3), torch.tensor([0, 1, 1])
F.binary_cross_entropy_with_logits(logits, labels)
#> RuntimeError: result type Float can't be cast to the desired output type Long

# %% clamp tags=["raises-exception"]
cells = torch.tensor([3, 9])
cells.clamp_(0, torch.tensor(7.0))
#> RuntimeError: result type Float can't be cast to the desired output type long int

# %% fix tags=["right"]
scores = scores + 0.5
print(scores, pixels / 255)
#> tensor([70.5000, 80.5000, 90.5000]) tensor([0.0000, 0.2000, 1.0000])

# %% fix-bce tags=["right"]
print(F.binary_cross_entropy_with_logits(logits, labels.float()))
#> tensor(0.6931)

# %% fix-clamp tags=["right"]
limit = torch.tensor(7.0)
print(cells.clamp_(0, int(limit)))
#> tensor([3, 7])

# %% truncated tags=["wrong"]
counts = torch.tensor([70, 80, 90])
counts[0] = 70.5
print(counts)
#> tensor([70, 80, 90])
