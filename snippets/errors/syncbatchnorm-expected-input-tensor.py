# %% train tags=["raises-exception", "requires-posix"]
import torch
import torch.distributed as dist
from torch import nn

dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
norm = nn.SyncBatchNorm(2)
norm(torch.ones(4, 2))
#> ValueError: SyncBatchNorm expected input tensor to be on GPU or XPU or privateuseone

# %% convert tags=["right", "requires-posix"]
def build(processes):
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    if processes > 1:
        model = nn.SyncBatchNorm.convert_sync_batchnorm(model)
    return model


print(build(processes=1)[1])
print(build(processes=8)[1])
#> BatchNorm1d(2, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)
#> SyncBatchNorm(2, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)
#torch<2.12> BatchNorm1d(2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
#torch<2.12> SyncBatchNorm(2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)

# %% eval tags=["right", "requires-posix"]
print(norm.eval()(torch.ones(4, 2)).shape)
dist.destroy_process_group()
#> torch.Size([4, 2])
