# %% raise tags=["raises-exception"]
import torch
from torch import nn

loss_fn = nn.CrossEntropyLoss()
scores = torch.tensor([[3.0, 0.0], [1.0, 1.0], [0.0, 2.0]])
labels = torch.tensor([0.0, 1.0, 1.0])
loss_fn(scores, labels)
#> RuntimeError: expected target dtype to be Long or Byte, but got Float
#torch<2.12> RuntimeError: expected scalar type Long but found Float

# %% integers tags=["raises-exception"]
loss_fn(scores, torch.tensor([0, 1, 1], dtype=torch.int32))
#> RuntimeError: expected target dtype to be Long or Byte, but got Int
#torch<2.12> RuntimeError: expected scalar type Long but found Int

# %% mask tags=["raises-exception"]
pixel_scores = torch.zeros(1, 2, 2, 2)
mask = torch.tensor([[[0, 1], [1, 1]]], dtype=torch.uint8)
loss_fn(pixel_scores, mask)
#> RuntimeError: expected scalar type Long but found Byte

# %% to-long tags=["right"]
print(loss_fn(scores, labels.long()))
print(loss_fn(pixel_scores, mask.long()))
#> tensor(0.2896)
#> tensor(0.6931)

# %% to-float tags=["wrong", "raises-exception"]
loss_fn(scores, labels.float())
#> RuntimeError: expected target dtype to be Long or Byte, but got Float
#torch<2.12> RuntimeError: expected scalar type Long but found Float

# %% from-numpy tags=["right"]
column = labels.numpy()
labels = torch.as_tensor(column, dtype=torch.int64)
print(labels.dtype, loss_fn(scores, labels))
#> torch.int64 tensor(0.2896)

# %% probabilities tags=["right"]
soft = torch.tensor([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]])
print(loss_fn(scores, soft))
#> tensor(0.5229)
