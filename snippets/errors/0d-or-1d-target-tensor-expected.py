# %% raise tags=["raises-exception"]
import torch
from torch import nn

loss_fn = nn.CrossEntropyLoss()
scores = torch.zeros(3, 5)
labels = torch.tensor([[4], [0], [2]])
loss_fn(scores, labels)
#> RuntimeError: 0D or 1D target tensor expected, multi-target not supported

# %% nll tags=["raises-exception"]
rows = torch.eye(5)[[4, 0, 2]]
nn.NLLLoss()(scores.log_softmax(dim=1), rows)
#> RuntimeError: 0D or 1D target tensor expected, multi-target not supported

# %% width tags=["raises-exception"]
one_hot = torch.eye(6)[:3]
loss_fn(scores, one_hot)
#> RuntimeError: 0D or 1D target tensor expected, multi-target not supported

# %% squeeze tags=["right"]
print(labels.shape, labels.squeeze(1).shape)
print(loss_fn(scores, labels.squeeze(1)))
#> torch.Size([3, 1]) torch.Size([3])
#> tensor(1.6094)

# %% argmax tags=["right"]
print(rows.argmax(dim=1))
print(nn.NLLLoss()(scores.log_softmax(dim=1), rows.argmax(dim=1)))
#> tensor([4, 0, 2])
#> tensor(1.6094)

# %% same-width tags=["right"]
print(loss_fn(torch.zeros(3, 6), one_hot))
#> tensor(1.7918)
