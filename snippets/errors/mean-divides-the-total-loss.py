# %% raise tags=["wrong"]
import torch
from torch import nn

model = torch.tensor([[0.25, 0.75], [0.5, 0.5]])
teacher = torch.tensor([[0.5, 0.5], [0.5, 0.5]])
print(nn.KLDivLoss()(model.log(), teacher))
#> UserWarning: reduction: 'mean' divides the total loss by both the batch size and the support size.'batchmean' divides only by the batch size, and aligns with the KL div math definition.'mean' will be changed to behave the same as 'batchmean' in the next major release.
#> tensor(0.0360)

# %% batchmean tags=["right"]
print(nn.KLDivLoss(reduction="batchmean")(model.log(), teacher))
divergence = (teacher * (teacher.log() - model.log())).sum(dim=1)
print(divergence.mean())
#> tensor(0.0719)
#> tensor(0.0719)

# %% logits tags=["right"]
scores, targets = model.log() + 5, teacher.log() - 3
loss = nn.functional.kl_div(
    scores.log_softmax(dim=1),
    targets.log_softmax(dim=1),
    reduction="batchmean",
    log_target=True,
)
print(loss)
#> tensor(0.0719)

# %% sequences tags=["right"]
kl = nn.KLDivLoss(reduction="batchmean")
a, b = model.log().expand(3, 2, 2), teacher.expand(3, 2, 2)
print(kl(a, b), kl(a.flatten(0, 1), b.flatten(0, 1)))
#> tensor(0.1438) tensor(0.0719)
