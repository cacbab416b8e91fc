# %% rounded tags=["raises-exception"]
from torch.utils.data import random_split

dataset = list(range(7))
lengths = [int(0.8 * len(dataset)), int(0.2 * len(dataset))]
random_split(dataset, lengths)
#> ValueError: Sum of input lengths does not equal the length of the input dataset!

# %% fractions tags=["raises-exception"]
random_split(dataset, [0.7, 0.2])
#> ValueError: Sum of input lengths does not equal the length of the input dataset!

# %% rest tags=["right"]
count = int(0.8 * len(dataset))
for lengths in ([count, len(dataset) - count], [0.8, 0.2]):
    print([len(part) for part in random_split(dataset, lengths)])
#> [5, 2]
#> [6, 1]

# %% unused tags=["right"]
train, valid, unused = random_split(dataset, [0.5, 0.2, 0.3])
print(len(train), len(valid))
#> 4 1
