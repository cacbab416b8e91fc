# %% lists tags=["raises-exception"]
import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

sentences = [[4, 8, 15], [16, 23]]
next(iter(DataLoader(sentences, batch_size=2)))
#> RuntimeError: each element in list of batch should be of equal size

# %% lengths
print([len(sentence) for sentence in sentences])
#> [3, 2]

# %% pad tags=["right"]
def pad(samples):
    rows = [torch.tensor(sample) for sample in samples]
    return pad_sequence(rows, batch_first=True)


print(next(iter(DataLoader(sentences, 2, collate_fn=pad))))
#> tensor([[ 4,  8, 15],
#>         [16, 23,  0]])

# %% as-list tags=["right"]
print(next(iter(DataLoader(sentences, 2, collate_fn=list))))
#> [[4, 8, 15], [16, 23]]

# %% transposed tags=["wrong"]
cut = [sentence[:2] for sentence in sentences]
print(next(iter(DataLoader(cut, batch_size=2))))
#> [tensor([ 4, 16]), tensor([ 8, 23])]
