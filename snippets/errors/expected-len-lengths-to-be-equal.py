# %% raise tags=["raises-exception"]
import torch
from torch.nn.utils.rnn import pack_padded_sequence

padded = torch.tensor([[1, 2, 3], [4, 5, 0]])
lengths = torch.tensor([3, 2])
pack_padded_sequence(padded, lengths)
#> RuntimeError: Expected `len(lengths)` to be equal to batch_size, but got 2 (batch_size=3)

# %% print
print(padded.shape, len(lengths))
#> torch.Size([2, 3]) 2

# %% batch-first tags=["right"]
packed = pack_padded_sequence(padded, lengths, batch_first=True)
print(packed.data)
#> tensor([1, 4, 2, 5, 3])

# %% same-samples tags=["right"]
part = padded[:1]
packed = pack_padded_sequence(part, lengths[:1], batch_first=True)
print(packed.data)
#> tensor([1, 2, 3])
