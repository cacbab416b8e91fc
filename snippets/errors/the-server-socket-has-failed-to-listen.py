# %% taken tags=["raises-exception", "requires-posix"]
import torch.distributed as dist

running = dist.TCPStore("localhost", 0, is_master=True)
dist.TCPStore("localhost", running.port, is_master=True)
#> torch.distributed.DistNetworkError: The server socket has failed to listen on any local network address. ...

# %% free tags=["right", "requires-posix"]
store = dist.TCPStore("localhost", 0, is_master=True)
print(store.port != running.port)
#> True
