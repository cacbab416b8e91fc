# %% raise tags=["raises-exception"]
import torch
from torch.nn.utils.rnn import pad_sequence

sentences = [[12, 7, 31], [5, 9]]
torch.tensor(sentences)
#> ValueError: expected sequence of length 3 at dim 1 (got 2)

# %% not-a-list tags=["raises-exception"]
torch.tensor([[12, 7], 31])
#> TypeError: not a sequence

# %% none tags=["raises-exception"]
torch.tensor([12, None])
#> RuntimeError: Could not infer dtype of NoneType

# %% look tags=["right"]
print({len(sentence) for sentence in sentences})
#> {2, 3}

# %% fix tags=["right"]
rows = [torch.tensor(sentence) for sentence in sentences]
print(pad_sequence(rows, batch_first=True, padding_value=0))
#> tensor([[12,  7, 31],
#>         [ 5,  9,  0]])

# %% fix-cut tags=["right"]
shortest = min(len(sentence) for sentence in sentences)
print(torch.tensor([sentence[:shortest] for sentence in sentences]))
#> tensor([[12,  7],
#>         [ 5,  9]])
