# %% raise tags=["raises-exception"]
import torch
from torch import nn

loss_fn = nn.CrossEntropyLoss()
scores = torch.zeros(2, 6, 4)  # batch, length, classes
labels = torch.zeros(2, 6, dtype=torch.int64)
loss_fn(scores, labels)
#> RuntimeError: Expected target size [2, 4], got [2, 6]

# %% lengths tags=["raises-exception"]
loss_fn(scores.transpose(1, 2), labels[:, 1:])
#> RuntimeError: Expected target size [2, 6], got [2, 5]

# %% view tags=["wrong"]
torch.manual_seed(0)
random = torch.randn(2, 6, 4)
print(loss_fn(random.view(2, 4, 6), labels))
#> tensor(1.5937)

# %% transpose tags=["right"]
print(loss_fn(random.transpose(1, 2), labels))
print(loss_fn(random.flatten(0, 1), labels.flatten()))
#> tensor(1.5884)
#> tensor(1.5884)

# %% shift tags=["right"]
next_scores, next_labels = random[:, :-1], labels[:, 1:]
print(loss_fn(next_scores.flatten(0, 1), next_labels.flatten()))
#> tensor(1.5477)
