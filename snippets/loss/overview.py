# %% three-tasks
import torch
from torch import nn

# zh: 回归：预测数值
# en: regression: predict numbers
print(nn.MSELoss()(torch.tensor([2.0, 5.0]), torch.tensor([3.0, 5.0])))
# zh: 多分类：三个类别中的一个
# en: classification: one of three classes
logits, label = torch.tensor([[2.0, 0.0, 1.0]]), torch.tensor([0])
print(nn.CrossEntropyLoss()(logits, label))
# zh: 多标签：三个标签，各自成立或不成立
# en: multi-label: three labels, each of which applies or not
logits = torch.tensor([[2.0, -1.0, 0.0]])
labels = torch.tensor([[1.0, 0.0, 1.0]])
print(nn.BCEWithLogitsLoss()(logits, labels))
#> tensor(0.5000)
#> tensor(0.4076)
#> tensor(0.3778)

# %% draw-choice tags=["remove-input"]
from drawing.networks import decide

decide(
    {
        ("数值", "numbers"): [
            ("一般", "usual", nn.MSELoss),
            ("有离群值", "with outliers", nn.HuberLoss),
            ("计数", "counts", nn.PoissonNLLLoss),
            ("连同方差", "with a variance", nn.GaussianNLLLoss),
        ],
        ("类别", "classes"): [
            ("C 类中选一个", "one of C", nn.CrossEntropyLoss),
            ("是或否，多标签", "yes or no, each", nn.BCEWithLogitsLoss),
            ("概率分布", "a distribution", nn.KLDivLoss),
            ("未对齐的文本", "unaligned text", nn.CTCLoss),
        ],
        ("比较", "relations"): [
            ("两个哪个排前", "which is higher", nn.MarginRankingLoss),
            ("两个是否相似", "similar or not", nn.CosineEmbeddingLoss),
            ("更像哪一个", "closer to which", nn.TripletMarginLoss),
        ],
    },
    zh="要预测什么？",
    en="What is predicted?",
)

# %% binary
logits = torch.tensor([2.0, -1.0, 0.5])
labels = torch.tensor([1, 0, 0])
print(nn.BCEWithLogitsLoss()(logits, labels.float()))
probability = logits.sigmoid()
predicted = (probability > 0.5).long()
print(probability)
print(predicted, (predicted == labels).float().mean())
#> tensor(0.4714)
#> tensor([0.8808, 0.2689, 0.6225])
#> tensor([1, 0, 1]) tensor(0.6667)

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

# %% not-constructed tags=["raises-exception"]
nn.MSELoss(prediction, target)
#> RuntimeError: Boolean value of Tensor with more than one value is ambiguous

# %% constructed tags=["right"]
print(nn.MSELoss()(prediction, target))
#> tensor(5.)

# %% divergence-of-probabilities tags=["wrong"]
print(nn.KLDivLoss(reduction="batchmean")(p, q))
#> tensor(-1.1931)

# %% divergence-mean tags=["wrong"]
print(nn.KLDivLoss()(p.log(), q))
#> UserWarning: reduction: 'mean' divides the total loss by both the batch size and the support size.'batchmean' divides only by the batch size, and aligns with the KL div math definition.'mean' will be changed to behave the same as 'batchmean' in the next major release.
#> tensor(0.1277)

# %% divergence-of-log-probabilities tags=["right"]
print(nn.KLDivLoss(reduction="batchmean")(p.log(), q))
#> tensor(0.2554)

# %% sequence-too-short tags=["wrong"]
print(nn.CTCLoss()(log_probs, text, torch.tensor([1]), text_lengths))
#> tensor(inf)

# %% sequence-zero-infinity tags=["right"]
loss_fn = nn.CTCLoss(zero_infinity=True)
print(loss_fn(log_probs, text, torch.tensor([1]), text_lengths))
#> tensor(0.)
