# %% setup
import torch

torch.set_num_interop_threads(2)

# %% raise tags=["raises-exception"]
torch.set_num_interop_threads(2)
#> RuntimeError: Error: cannot set number of interop threads after parallel work has started or set_num_interop_threads called

# %% fix tags=["right"]
if torch.get_num_interop_threads() != 2:
    torch.set_num_interop_threads(2)
print(torch.get_num_interop_threads())
#> 2

# %% threads tags=["right"]
before = torch.get_num_threads()
torch.set_num_threads(1)
print(torch.get_num_threads())
torch.set_num_threads(before)
#> 1
