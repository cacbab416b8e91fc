# %% raise tags=["raises-exception"]
import torch

torch.randint(1, 7, 5)
#> TypeError: randint() received an invalid combination of arguments - got (int, int, int), ...

# %% two-arguments tags=["raises-exception"]
torch.randint(7, 5)
#> TypeError: randint(): argument 'size' (position 2) must be tuple of ints, not int

# %% tuple tags=["right"]
torch.manual_seed(0)
print(torch.randint(1, 7, (5,)))
#> tensor([3, 4, 6, 1, 2])

# %% integer-bound tags=["right"]
words = ["a", "b", "c", "d", "e"]
print(torch.randint(0, len(words) // 2, (3,)).shape)
#> torch.Size([3])
