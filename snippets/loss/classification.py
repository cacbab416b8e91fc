# %% cross-entropy
import torch
from torch import nn

logits = torch.tensor([[2.0, 0.0, -1.0], [0.0, 3.0, 0.0]])
label = torch.tensor([0, 1])
loss_fn = nn.CrossEntropyLoss()
print(loss_fn(logits, label))
#> tensor(0.1324)

# %% by-hand
log_probs = logits.log_softmax(dim=1)
print(-log_probs[[0, 1], label])
print(-log_probs[[0, 1], label].mean())
print(nn.NLLLoss()(log_probs, label))
#> tensor([0.1698, 0.0949])
#> tensor(0.1324)
#> tensor(0.1324)

# %% draw-cross-entropy tags=["remove-input"]
from drawing.networks import cross_entropy

cross_entropy(logits[0], label[0])

# %% predict
probs = logits.softmax(dim=1)
print(probs)
predicted = logits.argmax(dim=1)
print(predicted, (predicted == label).float().mean())
#> tensor([[0.8438, 0.1142, 0.0420],
#>         [0.0453, 0.9094, 0.0453]])
#> tensor([0, 1]) tensor(1.)

# %% class-weights
weight = torch.tensor([1.0, 5.0, 1.0])
print(nn.CrossEntropyLoss(weight=weight)(logits, label))
per_sample = nn.CrossEntropyLoss(reduction="none")(logits, label)
print((weight[label] * per_sample).sum() / weight[label].sum())
#> tensor(0.1074)
#> tensor(0.1074)

# %% sequence
torch.manual_seed(0)
batch, length, classes = 2, 4, 3
scores = torch.randn(batch, length, classes)
tags = torch.tensor([[0, 1, 2, 0], [1, 1, 0, 2]])
print(loss_fn(scores.transpose(1, 2), tags))
print(loss_fn(scores.flatten(0, 1), tags.flatten()))
#> tensor(1.1400)
#> tensor(1.1400)

# %% ignore-index
print(loss_fn(logits, torch.tensor([0, -100])))
print(loss_fn(logits[:1], torch.tensor([0])))
print(nn.CrossEntropyLoss(ignore_index=1)(logits, label))
print(loss_fn(logits, torch.tensor([-100, -100])))
#> tensor(0.1698)
#> tensor(0.1698)
#> tensor(0.1698)
#> tensor(nan)

# %% probabilities
one_hot = nn.functional.one_hot(label, num_classes=3).float()
print(one_hot)
print(loss_fn(logits, one_hot))
print(loss_fn(logits, torch.tensor([[0.9, 0.1, 0.0], [0.1, 0.8, 0.1]])))
#> tensor([[1., 0., 0.],
#>         [0., 1., 0.]])
#> tensor(0.1324)
#> tensor(0.5324)

# %% label-smoothing
print(nn.CrossEntropyLoss(label_smoothing=0.1)(logits, label))
print(loss_fn(logits, 0.9 * one_hot + 0.1 / 3))
#> tensor(0.3157)
#> tensor(0.3157)

# %% softmax-twice tags=["wrong"]
certain = torch.tensor([[100.0, 0.0, 0.0]])
probs = certain.softmax(dim=1)
print(loss_fn(probs, torch.tensor([0])))
#> tensor(0.5514)

# %% softmax-once tags=["right"]
print(loss_fn(certain, torch.tensor([0])))
#> tensor(0.)

# %% float-labels tags=["raises-exception"]
loss_fn(logits, torch.tensor([0.0, 1.0]))
#> RuntimeError: expected target dtype to be Long or Byte, but got Float
#torch<2.12> RuntimeError: expected scalar type Long but found Float

# %% long-labels tags=["right"]
print(loss_fn(logits, torch.tensor([0.0, 1.0]).long()))
#> tensor(0.1324)

# %% out-of-range tags=["raises-exception"]
loss_fn(logits, torch.tensor([1, 3]))
#> IndexError: Target 3 is out of bounds.

# %% check-range tags=["right"]
label_from_1 = torch.tensor([1, 3])
print(label_from_1.min(), label_from_1.max(), logits.shape[1])
print(loss_fn(logits, label_from_1 - 1))
#> tensor(1) tensor(3) 3
#> tensor(1.6324)

# %% mask-values tags=["right"]
mask = torch.tensor([[[0, 1], [255, 2]]])
print(mask.shape, mask.unique())
pixel_logits = torch.zeros(1, 3, 2, 2)
print(nn.CrossEntropyLoss(ignore_index=255)(pixel_logits, mask))
#> torch.Size([1, 2, 2]) tensor([  0,   1,   2, 255])
#> tensor(1.0986)

# %% black-and-white tags=["right"]
mask = torch.tensor([[[0, 255], [255, 0]]], dtype=torch.uint8)
print((mask > 127).long())
#> tensor([[[0, 1],
#>          [1, 0]]])

# %% column-labels tags=["raises-exception"]
column = torch.tensor([[0], [1]])
loss_fn(logits, column)
#> RuntimeError: 0D or 1D target tensor expected, multi-target not supported

# %% squeezed-labels tags=["right"]
print(loss_fn(logits, column.squeeze(1)))
#> tensor(0.1324)

# %% integer-one-hot tags=["raises-exception"]
loss_fn(logits, torch.tensor([[1, 0, 0], [0, 1, 0]]))
#> RuntimeError: Expected floating point type for target with class probabilities, got Long

# %% one-hot-to-labels tags=["right"]
one_hot = torch.tensor([[1, 0, 0], [0, 1, 0]])
print(loss_fn(logits, one_hot.float()))
print(loss_fn(logits, one_hot.argmax(dim=1)))
#> tensor(0.1324)
#> tensor(0.1324)

# %% batch-mismatch tags=["raises-exception"]
features = torch.randn(4, 2, 3)
label = torch.tensor([0, 1, 2, 0])
loss_fn(features.reshape(-1, 3), label)
#> ValueError: Expected input batch_size (8) to match target batch_size (4).

# %% keep-batch tags=["right"]
logits = nn.Linear(6, 3)(features.flatten(start_dim=1))
print(logits.shape, loss_fn(logits, label).shape)
#> torch.Size([4, 3]) torch.Size([])

# %% classes-last tags=["raises-exception"]
loss_fn(scores, tags)
#> RuntimeError: Expected target size [2, 3], got [2, 4]

# %% classes-second tags=["right"]
print(loss_fn(scores.transpose(1, 2), tags))
#> tensor(1.1400)

# %% classes-last-silently tags=["wrong"]
three, three_tags = scores[:, :3], tags[:, :3]
print(loss_fn(three, three_tags))
#> tensor(1.3388)

# %% classes-second-silently tags=["right"]
print(loss_fn(three.transpose(1, 2), three_tags))
#> tensor(0.7692)

# %% one-output tags=["wrong"]
logits = torch.tensor([[-5.0], [5.0]])
label = torch.tensor([[0.0], [1.0]])
print(loss_fn(logits, label) == 0)
#> tensor(True)

# %% one-output-binary tags=["right"]
print(nn.BCEWithLogitsLoss()(logits, label))
#> tensor(0.0067)
