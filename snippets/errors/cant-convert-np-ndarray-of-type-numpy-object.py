# %% raise tags=["raises-exception"]
import numpy as np
import torch

table = np.array([[18, "Ann"], [None, "Bo"]], dtype=object)
torch.from_numpy(table)
#> TypeError: can't convert np.ndarray of type numpy.object_. The only supported types are: float64, float32, float16, complex64, complex128, int64, int32, int16, int8, uint64, uint32, uint16, uint8, and bool.

# %% strings tags=["raises-exception"]
names = np.array(["cat", "dog", "cat"])
torch.from_numpy(names)
#> TypeError: can't convert np.ndarray of type numpy.str_. The only supported types are: float64, float32, float16, complex64, complex128, int64, int32, int16, int8, uint64, uint32, uint16, uint8, and bool.

# %% astype tags=["right"]
ages = table[:, 0].astype(np.float32)
print(torch.from_numpy(np.nan_to_num(ages, nan=0.0)))
#> tensor([18.,  0.])

# %% labels tags=["right"]
classes, labels = np.unique(names, return_inverse=True)
print(classes.tolist(), torch.from_numpy(labels))
#> ['cat', 'dog'] tensor([0, 1, 0])

# %% pad tags=["right"]
rows = [[1, 2, 3], [4]]
padded = torch.nn.utils.rnn.pad_sequence(
    [torch.tensor(row) for row in rows], batch_first=True
)
print(padded)
#> tensor([[1, 2, 3],
#>         [4, 0, 0]])
