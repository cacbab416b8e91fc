# %% raise tags=["raises-exception"]
import torch

embeddings = torch.zeros(4, 2, dtype=torch.float16)
is_image = torch.tensor([True, False, False, True])
features = torch.ones(2, 2)
embeddings[is_image] = features
#> RuntimeError: Index put requires the source and destination dtypes match, got Half for the destination and Float for the source.

# %% add tags=["raises-exception"]
total = torch.zeros(3)
total.index_add_(0, torch.tensor([0, 2]), torch.ones(2).double())
#> RuntimeError: index_add_(): self (Float) and source (Double) must have the same scalar type

# %% scatter tags=["raises-exception"]
total.scatter_(0, torch.tensor([0, 2]), torch.ones(2).double())
#> RuntimeError: scatter(): Expected self.dtype to be equal to src.dtype

# %% masked-scatter tags=["raises-exception"]
mask = is_image[:, None].expand(4, 2)
embeddings.masked_scatter(mask, features)
#> RuntimeError: masked_scatter: expected self and source to have same dtypes but gotHalf and Float

# %% fix tags=["right"]
embeddings[is_image] = features.to(embeddings.dtype)
print(embeddings.sum(dim=0))
#> tensor([2., 2.], dtype=torch.float16)

# %% fix-buffer tags=["right"]
output = features.new_zeros(4, 2)
output[is_image] = features
print(output.dtype)
#> torch.float32

# %% slice tags=["wrong"]
counts = torch.zeros(2, dtype=torch.long)
counts[:] = torch.tensor([0.9, 1.9])
print(counts)
#> tensor([0, 1])
