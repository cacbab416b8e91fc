# %% store tags=["right", "requires-posix"]
import torch.distributed as dist

store = dist.TCPStore("localhost", 0, is_master=True, use_libuv=False)
print(store.libuvBackend)
dist.init_process_group("gloo", store=store, rank=0, world_size=1)
dist.destroy_process_group()
#> False
