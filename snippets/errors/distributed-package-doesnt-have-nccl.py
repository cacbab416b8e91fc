# %% backend tags=["right"]
import torch.distributed as dist


def backend(gpu):
    return "nccl" if gpu and dist.is_nccl_available() else "gloo"


print(backend(gpu=False))
#> gloo
