# %% raise tags=["raises-exception"]
import torch

predicted, labels = torch.tensor([2, 0, 1]), torch.tensor([2, 0, 0])
(predicted == labels).mean()
#> NotImplementedError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Bool
#torch<2.15> RuntimeError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Bool

# %% integers tags=["raises-exception"]
labels.mean()
#> NotImplementedError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long
#torch<2.15> RuntimeError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long

# %% std tags=["raises-exception"]
labels.std()
#> NotImplementedError: std and var only support floating point and complex dtypes
#torch<2.15> RuntimeError: std and var only support floating point and complex dtypes

# %% fix tags=["right"]
print((predicted == labels).float().mean())
print(labels.mean(dtype=torch.float32))
print(labels.float().std())
#> tensor(0.6667)
#> tensor(0.6667)
#> tensor(1.1547)
