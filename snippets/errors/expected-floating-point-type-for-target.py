# %% raise tags=["raises-exception"]
import torch
from torch import nn

loss_fn = nn.CrossEntropyLoss()
scores = torch.tensor([[1.0, 0.0, 2.0, 0.0]])
one_hot = nn.functional.one_hot(torch.tensor([2]), num_classes=4)
loss_fn(scores, one_hot)
#> RuntimeError: Expected floating point type for target with class probabilities, got Long

# %% one-output tags=["raises-exception"]
score, label = torch.tensor([[0.5], [-1.0]]), torch.tensor([[1], [0]])
loss_fn(score, label)
#> RuntimeError: Expected floating point type for target with class probabilities, got Long

# %% one-output-float tags=["wrong"]
print(loss_fn(score, label.float()).abs())
#> tensor(0.)

# %% indices tags=["right"]
print(one_hot.argmax(dim=1))
print(loss_fn(scores, one_hot.argmax(dim=1)))
#> tensor([2])
#> tensor(0.4938)

# %% float tags=["right"]
print(loss_fn(scores, one_hot.float()))
#> tensor(0.4938)

# %% binary tags=["right"]
print(nn.BCEWithLogitsLoss()(score, label.float()))
#> tensor(0.3937)
