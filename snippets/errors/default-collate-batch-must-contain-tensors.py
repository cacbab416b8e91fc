# %% none tags=["raises-exception"]
import torch
from torch.utils.data import DataLoader, default_collate

samples = [(torch.ones(2), None), (torch.ones(2), 1)]
next(iter(DataLoader(samples, batch_size=2)))
#> TypeError: default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found <class 'NoneType'>

# %% later tags=["raises-exception"]
next(iter(DataLoader([torch.ones(2), None], batch_size=2)))
#> TypeError: expected Tensor as element 1 in argument 0, but got NoneType

# %% later-sequence tags=["raises-exception"]
next(iter(DataLoader([(1, 2), None], batch_size=2)))
#> TypeError: object of type 'NoneType' has no len()

# %% drop-none tags=["right"]
def drop_none(samples):
    return default_collate([s for s in samples if s[1] is not None])


print(next(iter(DataLoader(samples, 2, collate_fn=drop_none))))
#> [tensor([[1., 1.]]), tensor([1])]

# %% own-class tags=["right"]
class Point:
    def __init__(self, x):
        self.x = x


def coordinates(points):
    return torch.tensor([point.x for point in points])


points = [Point(3.0), Point(4.0)]
print(next(iter(DataLoader(points, 2, collate_fn=coordinates))))
#> tensor([3., 4.])
