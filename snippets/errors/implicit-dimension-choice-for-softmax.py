# %% raise tags=["wrong"]
import torch
import torch.nn.functional as F

scores = torch.tensor([[1.0, 2.0, 3.0], [3.0, 3.0, 3.0]])
print(F.softmax(scores).sum(dim=1))
#> UserWarning: Implicit dimension choice for softmax has been deprecated. Change the call to include dim=X as an argument.
#> tensor([1., 1.])

# %% module tags=["wrong"]
log_softmax = torch.nn.LogSoftmax()
print(log_softmax(scores).exp().sum(dim=1))
#> UserWarning: Implicit dimension choice for log_softmax has been deprecated. Change the call to include dim=X as an argument.
#> tensor([1.0000, 1.0000])

# %% three tags=["wrong"]
# zh: 批量、词、类别
# en: batch, words, classes
tokens = torch.zeros(2, 4, 5)
p = F.softmax(tokens)
print(p.sum(dim=-1)[0], p.sum(dim=0)[0, 0])
#> UserWarning: Implicit dimension choice for softmax has been deprecated. Change the call to include dim=X as an argument.
#> tensor([2.5000, 2.5000, 2.5000, 2.5000]) tensor(1.)

# %% fix tags=["right"]
print(F.softmax(scores, dim=-1).sum(dim=-1))
print(F.softmax(tokens, dim=-1).sum(dim=-1)[0])
print(torch.nn.LogSoftmax(dim=-1)(scores).exp().sum(dim=-1))
#> tensor([1., 1.])
#> tensor([1., 1., 1., 1.])
#> tensor([1.0000, 1.0000])
