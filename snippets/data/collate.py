# %% samples
from functools import partial

import torch
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader, default_collate

samples = [
    (torch.tensor([1, 2, 3]), 0),
    (torch.tensor([4]), 1),
    (torch.tensor([5, 6]), 0),
]

# %% unequal tags=["raises-exception"]
next(iter(DataLoader(samples, batch_size=3)))
#> RuntimeError: stack expects each tensor to be equal size, but got [3] at entry 0 and [1] at entry 1

# %% pad tags=["right"]
def pad(samples):
    sequences, labels = zip(*samples)
    lengths = torch.tensor([len(s) for s in sequences])
    x = pad_sequence(sequences, batch_first=True)
    return x, lengths, torch.tensor(labels)


loader = DataLoader(samples, batch_size=3, collate_fn=pad)
x, lengths, labels = next(iter(loader))
print(x)
print(lengths, labels)
#> tensor([[1, 2, 3],
#>         [4, 0, 0],
#>         [5, 6, 0]])
#> tensor([3, 1, 2]) tensor([0, 1, 0])

# %% draw-padding tags=["remove-input"]
from drawing.data import padding

padding([sequence for sequence, label in samples], x, lengths)

# %% which-sample
for i, (sequence, label) in enumerate(samples):
    print(i, tuple(sequence.shape))
#> 0 (3,)
#> 1 (1,)
#> 2 (2,)

# %% mask
mask = torch.arange(x.shape[1]) < lengths[:, None]
print(mask)
#> tensor([[ True,  True,  True],
#>         [ True, False, False],
#>         [ True,  True, False]])

# %% mean-with-padding tags=["wrong"]
print(x.float().mean(dim=1))
#> tensor([2.0000, 1.3333, 3.6667])

# %% masked-mean tags=["right"]
print((x * mask).sum(dim=1) / lengths)
#> tensor([2.0000, 4.0000, 5.5000])

# %% padded-targets
targets = [torch.tensor([2, 0, 1]), torch.tensor([1])]
targets = pad_sequence(targets, batch_first=True, padding_value=-100)
print(targets)
#> tensor([[   2,    0,    1],
#>         [   1, -100, -100]])

# %% ignore-index
torch.manual_seed(0)
scores = torch.randn(2, 3, 4)  # (N, L, C)
loss = F.cross_entropy(scores.transpose(1, 2), targets)
real = targets != -100
expected = F.cross_entropy(scores[real], targets[real])
print(loss, torch.allclose(loss, expected))
#> tensor(1.2026) True

# %% resize tags=["right"]
images = [torch.rand(3, 4, 6), torch.rand(3, 5, 4)]


def resize(images, size=(4, 4)):
    return torch.stack([F.interpolate(x[None], size)[0] for x in images])


print(next(iter(DataLoader(images, batch_size=2, collate_fn=resize))).shape)
#> torch.Size([2, 3, 4, 4])

# %% pad-images tags=["right"]
def pad_images(images):
    height = max(x.shape[-2] for x in images)
    width = max(x.shape[-1] for x in images)
    return torch.stack([
        F.pad(x, (0, width - x.shape[-1], 0, height - x.shape[-2]))
        for x in images
    ])


batch = next(iter(DataLoader(images, batch_size=2, collate_fn=pad_images)))
print(batch.shape)
#> torch.Size([2, 3, 5, 6])

# %% as-list tags=["right"]
batch = next(iter(DataLoader(images, batch_size=2, collate_fn=list)))
print([tuple(x.shape) for x in batch])
#> [(3, 4, 6), (3, 5, 4)]

# %% default-collate
print(default_collate([(torch.ones(2), 1, 0.5), (torch.zeros(2), 2, 1.5)]))
print(default_collate([{"x": 1, "name": "a"}, {"x": 2, "name": "b"}]))
#> [tensor([[1., 1.],
#>         [0., 0.]]), tensor([1, 2]), tensor([0.5000, 1.5000], dtype=torch.float64)]
#> {'x': tensor([1, 2]), 'name': ['a', 'b']}

# %% arguments
def pad_to(samples, length):
    sequences = [F.pad(s, (0, length - len(s))) for s, _ in samples]
    return torch.stack(sequences), torch.tensor([y for _, y in samples])


collate = partial(pad_to, length=2)
print(next(iter(DataLoader(samples, batch_size=3, collate_fn=collate))))
#> (tensor([[1, 2],
#>         [4, 0],
#>         [5, 6]]), tensor([0, 1, 0]))

# %% by-length
order = sorted(range(len(samples)), key=lambda i: len(samples[i][0]))
batches = [order[i : i + 2] for i in range(0, len(order), 2)]
print(batches)
for x, lengths, labels in DataLoader(
    samples, batch_sampler=batches, collate_fn=pad
):
    print(x.shape, lengths)
#> [[1, 2], [0]]
#> torch.Size([2, 2]) tensor([1, 2])
#> torch.Size([1, 3]) tensor([3])

# %% none tags=["raises-exception"]
broken = [None, (torch.ones(2), 0), (torch.zeros(2), 1)]
next(iter(DataLoader(broken, batch_size=3)))
#> TypeError: default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found <class 'NoneType'>

# %% drop-none tags=["right"]
def drop_none(samples):
    return default_collate([s for s in samples if s is not None])


print(next(iter(DataLoader(broken, batch_size=3, collate_fn=drop_none))))
#> [tensor([[1., 1.],
#>         [0., 0.]]), tensor([0, 1])]

# %% unequal-lists tags=["raises-exception"]
words = [([3, 7], 0), ([5], 1)]
next(iter(DataLoader(words, batch_size=2)))
#> RuntimeError: each element in list of batch should be of equal size

# %% transposed-lists tags=["wrong"]
words = [([3, 7, 2], 0), ([5, 1, 4], 1)]
print(next(iter(DataLoader(words, batch_size=2)))[0])
#> [tensor([3, 5]), tensor([7, 1]), tensor([2, 4])]

# %% tensors tags=["right"]
words = [(torch.tensor(ids), label) for ids, label in words]
print(next(iter(DataLoader(words, batch_size=2)))[0])
#> tensor([[3, 7, 2],
#>         [5, 1, 4]])

# %% missing-key tags=["raises-exception"]
boxes = [{"image": torch.ones(2), "boxes": 1}, {"image": torch.ones(2)}]
next(iter(DataLoader(boxes, batch_size=2)))
#> KeyError: 'boxes'
