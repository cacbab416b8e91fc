# %% raise tags=["raises-exception"]
import numpy as np

labels = np.array([0.0, 2.0, 1.0])
labels.astype(np.int)
#> AttributeError: module 'numpy' has no attribute 'int'. ...

# %% numpy-2 tags=["raises-exception"]
labels.astype(np.float_)
#> AttributeError: `np.float_` was removed in the NumPy 2.0 release. Use `np.float64` instead.

# %% builtin tags=["right"]
print(labels.astype(int))
#> [0 2 1]

# %% sized tags=["right"]
print(labels.astype(np.int64).dtype, labels.astype(np.float32).dtype)
#> int64 float32
