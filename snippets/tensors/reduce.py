# %% sum
import torch

x = torch.tensor([[3.0, 1.0, 2.0], [4.0, 6.0, 0.0]])
print(x.sum())
print(x.sum(dim=0))
print(x.sum(dim=1))
#> tensor(16.)
#> tensor([7., 7., 2.])
#> tensor([ 6., 10.])

# %% draw-sum tags=["remove-input"]
from drawing.reducing import sums

sums(x)

# %% several-dims
images = torch.ones(8, 3, 4, 4)
print(images.sum(dim=-1).shape)
print(images.mean(dim=(0, 2, 3)))
#> torch.Size([8, 3, 4])
#> tensor([1., 1., 1.])

# %% keepdim
print(x.sum(dim=1).shape, x.sum(dim=1, keepdim=True).shape)
print(x / x.sum(dim=1, keepdim=True))
#> torch.Size([2]) torch.Size([2, 1])
#> tensor([[0.5000, 0.1667, 0.3333],
#>         [0.4000, 0.6000, 0.0000]])

# %% max
values, indices = x.max(dim=1)
print(values, indices)
print(x.max(), x.amax(dim=(0, 1)))
#> tensor([3., 6.]) tensor([0, 1])
#> tensor(6.) tensor(6.)

# %% maximum
y = torch.full((2, 3), 2.5)
print(torch.maximum(x, y))
#> tensor([[3.0000, 2.5000, 2.5000],
#>         [4.0000, 6.0000, 2.5000]])

# %% argmax
logits = torch.tensor([[0.1, 2.0, 0.3], [1.5, 0.2, 0.4]])
labels = torch.tensor([1, 2])
predicted = logits.argmax(dim=1)
print(predicted)
print((predicted == labels).float().mean())
#> tensor([1, 0])
#> tensor(0.5000)

# %% position
flat = x.argmax()
print(flat, torch.unravel_index(flat, x.shape))
#> tensor(4) (tensor(1), tensor(1))

# %% topk
values, indices = logits.topk(2, dim=1)
print(indices)
hit = (indices == labels[:, None]).any(dim=1)
print(hit.float().mean())
#> tensor([[1, 2],
#>         [0, 2]])
#> tensor(1.)

# %% sort
scores = torch.tensor([20, 50, 30])
values, indices = scores.sort(descending=True)
print(values, indices)
print(scores.argsort())
#> tensor([50, 30, 20]) tensor([1, 2, 0])
#> tensor([0, 2, 1])

# %% count
print((x > 2).sum(), (x > 2).float().mean())
print((x > 2).any(dim=1), (x > 2).all())
#> tensor(3) tensor(0.5000)
#> tensor([True, True]) tensor(False)

# %% std
v = torch.tensor([1.0, 2.0, 3.0, 4.0])
print(v.std(), v.std(correction=0))
print(v.var(), v.var(correction=0))
#> tensor(1.2910) tensor(1.1180)
#> tensor(1.6667) tensor(1.2500)

# %% norm
arrows = torch.tensor([[3.0, 4.0], [6.0, 8.0]])
print(torch.linalg.vector_norm(arrows, dim=1))
print(torch.linalg.vector_norm(arrows, ord=1, dim=1))
#> tensor([ 5., 10.])
#> tensor([ 7., 14.])

# %% cumsum
print(v.cumsum(dim=0), v.cumprod(dim=0))
#> tensor([ 1.,  3.,  6., 10.]) tensor([ 1.,  2.,  6., 24.])

# %% pair tags=["raises-exception"]
print(x.max(dim=1) > 2)
#> TypeError: '>' not supported between instances of 'torch.return_types.max' and 'int'

# %% values tags=["right"]
print(x.max(dim=1).values > 2)
#> tensor([True, True])

# %% integer-mean tags=["raises-exception"]
(x > 2).mean()
#> NotImplementedError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Bool
#torch<2.15> RuntimeError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Bool

# %% float-mean tags=["right"]
print((x > 2).float().mean())
#> tensor(0.5000)

# %% no-such-dim tags=["raises-exception"]
v.sum(dim=1)
#> IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)

# %% last-dim tags=["right"]
print(v.shape, v.sum(dim=-1))
#> torch.Size([4]) tensor(10.)

# %% too-many tags=["raises-exception"]
logits.topk(5, dim=1)
#> RuntimeError: selected index k out of range

# %% at-most tags=["right"]
k = min(5, logits.shape[1])
print(logits.topk(k, dim=1).indices)
#> tensor([[1, 2, 0],
#>         [0, 2, 1]])

# %% empty tags=["raises-exception"]
chosen = x[x > 100]
chosen.max()
#> RuntimeError: max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.

# %% if-any tags=["right"]
print(chosen.shape, chosen.sum())
if chosen.numel():
    print(chosen.max())
#> torch.Size([0]) tensor(0.)

# %% whole-argmax tags=["wrong"]
print(x.argmax())
print(x.argmax(dim=0))
#> tensor(4)
#> tensor([1, 1, 0])

# %% row-argmax tags=["right"]
print(x.argmax(dim=1))
#> tensor([0, 1])

# %% nan tags=["wrong"]
measured = torch.tensor([1.0, float("nan"), 3.0])
print(measured.mean(), measured.max())
#> tensor(nan) tensor(nan)

# %% without-nan tags=["right"]
print(measured.nanmean(), measured.nansum())
print(measured[~measured.isnan()].max())
#> tensor(2.) tensor(4.)
#> tensor(3.)

# %% one-sample tags=["wrong"]
print(torch.tensor([5.0]).std())
#> UserWarning: std(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor (input numel divided by output numel). ...
#> tensor(nan)

# %% one-sample-population tags=["right"]
print(torch.tensor([5.0]).std(correction=0))
#> tensor(0.)

# %% lower-median tags=["wrong"]
print(v.median())
#> tensor(2.)

# %% middle-median tags=["right"]
print(v.quantile(0.5))
#> tensor(2.5000)

# %% half-overflow tags=["wrong"]
half = torch.full((3,), 30000.0, dtype=torch.float16)
print(half.sum())
#> tensor(inf, dtype=torch.float16)

# %% float-sum tags=["right"]
print(half.sum(dtype=torch.float32))
#> tensor(90000.)

# %% python-sum tags=["wrong"]
print(sum(x))
#> tensor([7., 7., 2.])

# %% tensor-sum tags=["right"]
print(x.sum())
#> tensor(16.)
