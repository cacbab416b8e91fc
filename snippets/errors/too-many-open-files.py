# %% shared
import torch

# zh: 像来自工作进程的批量。
# en: Like a batch from a worker.
batch = torch.arange(4).share_memory_()
print(batch.is_shared(), batch[0].is_shared())
#> True True

# %% keep tags=["right"]
print(batch[0].clone().is_shared(), batch[0].item())
#> False 0
