# %% raise tags=["raises-exception"]
import torch
from torch.nn.utils import rnn

padded = torch.tensor([[1, 2, 0], [3, 4, 5]])
lengths = torch.tensor([2, 3])
rnn.pack_padded_sequence(padded, lengths, batch_first=True)
#> RuntimeError: `lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not need ONNX exportability.

# %% pack-sequence tags=["raises-exception"]
rnn.pack_sequence([torch.tensor([1, 2]), torch.tensor([3, 4, 5])])
#> RuntimeError: `lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not need ONNX exportability.

# %% not-enforced tags=["right"]
packed = rnn.pack_padded_sequence(
    padded, lengths, batch_first=True, enforce_sorted=False
)
print(packed.data)
#> tensor([3, 1, 4, 2, 5])

# %% same-order
print(rnn.pad_packed_sequence(packed, batch_first=True))
#> (tensor([[1, 2, 0],
#>         [3, 4, 5]]), tensor([2, 3]))

# %% sort-lengths tags=["wrong"]
longest_first = lengths.sort(descending=True).values
packed = rnn.pack_padded_sequence(
    padded, longest_first, batch_first=True
)
print(rnn.pad_packed_sequence(packed, batch_first=True)[0])
#> tensor([[1, 2, 0],
#>         [3, 4, 0]])
