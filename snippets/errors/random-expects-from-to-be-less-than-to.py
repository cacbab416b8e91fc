# %% raise tags=["raises-exception"]
import torch

names = ["a.jpg", "b.jpg"]
images = [name for name in names if name.endswith(".png")]
torch.randint(len(images), (2,))
#> RuntimeError: random_ expects 'from' to be less than 'to', but got from=0 >= to=0

# %% window tags=["raises-exception"]
text, block = torch.arange(8), 8
torch.randint(0, len(text) - block, (2,))
#> RuntimeError: random_ expects 'from' to be less than 'to', but got from=0 >= to=0

# %% check tags=["right"]
images = [name for name in names if name.endswith(".jpg")]
if not images:
    raise FileNotFoundError(f"no .jpg among {len(names)} files")
print(torch.randint(len(images), (2,)).shape)
#> torch.Size([2])

# %% window-plus-one tags=["right"]
starts = torch.randint(0, len(text) - block + 1, (2,))
print(starts)
#> tensor([0, 0])
