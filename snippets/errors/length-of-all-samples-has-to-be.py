# %% raise tags=["raises-exception"]
import torch
from torch.nn.utils.rnn import pack_padded_sequence

padded = torch.tensor([[5, 6, 7], [0, 0, 0], [8, 0, 0]])
lengths = (padded != 0).sum(dim=1)
pack_padded_sequence(
    padded, lengths, batch_first=True, enforce_sorted=False
)
#> RuntimeError: Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0

# %% find
print(lengths)
print((lengths == 0).nonzero().flatten())
#> tensor([3, 0, 1])
#> tensor([1])

# %% leave-out tags=["right"]
keep = lengths > 0
packed = pack_padded_sequence(
    padded[keep], lengths[keep], batch_first=True, enforce_sorted=False
)
print(packed.data)
#> tensor([5, 8, 6, 7])

# %% unknown-word tags=["right"]
padded[~keep, 0] = 1
packed = pack_padded_sequence(
    padded, lengths.clamp(min=1), batch_first=True, enforce_sorted=False
)
print(packed.data)
#> tensor([5, 1, 8, 6, 7])
