# %% raise tags=["raises-exception"]
import torch

logits = torch.tensor([3.0, -1.0, 0.5])
torch.multinomial(logits, 1)
#> RuntimeError: probability tensor contains either `inf`, `nan` or element < 0

# %% nothing-left tags=["raises-exception"]
masked = torch.full((3,), float("-inf"))
torch.multinomial(masked.softmax(dim=0), 1)
#> RuntimeError: probability tensor contains either `inf`, `nan` or element < 0

# %% temperature tags=["raises-exception"]
torch.multinomial((logits / 0).softmax(dim=0), 1)
#> RuntimeError: probability tensor contains either `inf`, `nan` or element < 0

# %% all-zero tags=["raises-exception"]
torch.multinomial(torch.zeros(3), 1)
#> RuntimeError: invalid multinomial distribution (sum of probabilities <= 0)

# %% softmax tags=["right"]
torch.manual_seed(0)
print(torch.multinomial(logits.softmax(dim=0), 1))
#> tensor([0])

# %% bfloat16 tags=["right"]
large = torch.tensor([70000.0, 1.0])
print(large.half(), large.half().softmax(dim=0))
print(large.bfloat16().softmax(dim=0))
#> tensor([inf, 1.], dtype=torch.float16) tensor([nan, nan], dtype=torch.float16)
#> tensor([1., 0.], dtype=torch.bfloat16)
