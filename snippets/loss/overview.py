# %% three-tasks
import torch
from torch import nn

# zh: 回归：预测数值
# en: regression: predict numbers
print(nn.MSELoss()(torch.tensor([2.0, 5.0]), torch.tensor([3.0, 5.0])))
# zh: 多分类：三个类别中的一个
# en: classification: one of three classes
print(nn.CrossEntropyLoss()(torch.tensor([[2.0, 0.0, 1.0]]), torch.tensor([0])))
# zh: 多标签：三个标签，各自成立或不成立
# en: multi-label: three labels, each of which applies or not
logits, labels = torch.tensor([[2.0, -1.0, 0.0]]), torch.tensor([[1.0, 0.0, 1.0]])
print(nn.BCEWithLogitsLoss()(logits, labels))
#> tensor(0.5000)
#> tensor(0.4076)
#> tensor(0.3778)

# %% module-and-function
prediction = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
target = torch.tensor([[1.0, 0.0], [3.0, 0.0]])
loss_fn = nn.MSELoss()
print(loss_fn(prediction, target))
print(nn.functional.mse_loss(prediction, target))
#> tensor(5.)
#> tensor(5.)

# %% reduction
for reduction in ("none", "sum", "mean"):
    print(reduction, nn.MSELoss(reduction=reduction)(prediction, target))
#> none tensor([[ 0.,  4.],
#>         [ 0., 16.]])
#> sum tensor(20.)
#> mean tensor(5.)

# %% counts
rate = torch.tensor([2.0, 5.0])
count = torch.tensor([3.0, 5.0])
print(nn.PoissonNLLLoss(log_input=False)(rate, count))
print(nn.PoissonNLLLoss()(rate.log(), count))
#> tensor(-1.5633)
#> tensor(-1.5633)

# %% variance
mean, value = torch.tensor([2.0]), torch.tensor([5.0])
for variance in (1.0, 9.0):
    print(nn.GaussianNLLLoss()(mean, value, torch.tensor([variance])))
#> tensor(4.5000)
#> tensor(1.5986)

# %% distribution
p = torch.tensor([[0.5, 0.5], [0.9, 0.1]])
q = torch.tensor([[0.5, 0.5], [0.5, 0.5]])
loss_fn = nn.KLDivLoss(reduction="batchmean")
print(loss_fn(q.log(), q))
print(loss_fn(p.log(), q))
#> tensor(0.)
#> tensor(0.2554)

# %% ranking
first = torch.tensor([2.0, 1.0])
second = torch.tensor([1.0, 3.0])
first_is_better = torch.tensor([1.0, 1.0])
loss_fn = nn.MarginRankingLoss(margin=0.5, reduction="none")
print(loss_fn(first, second, first_is_better))
#> tensor([0.0000, 2.5000])

# %% similarity
anchor = torch.tensor([[1.0, 0.0]])
near = torch.tensor([[2.0, 0.0]])
far = torch.tensor([[0.0, 4.0]])
print(nn.TripletMarginLoss()(anchor, near, far))
print(nn.CosineEmbeddingLoss()(anchor, near, torch.tensor([1])))
print(nn.CosineEmbeddingLoss()(anchor, near, torch.tensor([-1])))
#> tensor(0.)
#> tensor(0.)
#> tensor(1.)

# %% sequence
frames, batch, classes = 5, 1, 3
log_probs = torch.zeros(frames, batch, classes).log_softmax(dim=2)
text = torch.tensor([[1, 2]])
text_lengths = torch.tensor([2])
print(nn.CTCLoss()(log_probs, text, torch.tensor([5]), text_lengths))
#> tensor(0.9689)

# %% losses-with-arguments
losses = [name for name in dir(nn) if name.endswith("Loss")]
print(len(losses))
for name in losses:
    try:
        getattr(nn, name)()
    except TypeError as error:
        print(error)
#> 23
#> AdaptiveLogSoftmaxWithLoss.__init__() missing 3 required positional arguments: 'in_features', 'n_classes', and 'cutoffs'
#> LinearCrossEntropyLoss.__init__() missing 2 required positional arguments: 'in_features' and 'num_classes'
#torch<2.13> 22
#torch<2.13> AdaptiveLogSoftmaxWithLoss.__init__() missing 3 required positional arguments: 'in_features', 'n_classes', and 'cutoffs'

# %% adaptive
torch.manual_seed(0)
adaptive = nn.AdaptiveLogSoftmaxWithLoss(64, 10000, cutoffs=[100, 1000])
result = adaptive(torch.randn(4, 64), torch.tensor([3, 50, 999, 9999]))
print(result._fields)
print(result.output.shape, result.loss.shape)
print(sum(p.numel() for p in adaptive.parameters()))
print(sum(p.numel() for p in nn.Linear(64, 10000).parameters()))
#> ('output', 'loss')
#> torch.Size([4]) torch.Size([])
#> 58208
#> 650000

# %% not-constructed tags=["raises-exception"]
nn.MSELoss(prediction, target)
#> RuntimeError: Boolean value of Tensor with more than one value is ambiguous

# %% constructed
print(nn.MSELoss()(prediction, target))
#> tensor(5.)

# %% adaptive-backward tags=["raises-exception"]
result.backward()
#> AttributeError: '_ASMoutput' object has no attribute 'backward'

# %% adaptive-loss-backward
result.loss.backward()
print(all(p.grad is not None for p in adaptive.parameters()))
#> True

# %% divergence-of-probabilities
print(nn.KLDivLoss(reduction="batchmean")(p, q))
#> tensor(-1.1931)

# %% divergence-mean
print(nn.KLDivLoss()(p.log(), q))
#> UserWarning: reduction: 'mean' divides the total loss by both the batch size and the support size.'batchmean' divides only by the batch size, and aligns with the KL div math definition.'mean' will be changed to behave the same as 'batchmean' in the next major release.
#> tensor(0.1277)

# %% sequence-too-short
print(nn.CTCLoss()(log_probs, text, torch.tensor([1]), text_lengths))
#> tensor(inf)

# %% sequence-zero-infinity
loss_fn = nn.CTCLoss(zero_infinity=True)
print(loss_fn(log_probs, text, torch.tensor([1]), text_lengths))
#> tensor(0.)
