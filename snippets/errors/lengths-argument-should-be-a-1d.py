# %% column tags=["raises-exception"]
import torch
from torch.nn.utils.rnn import pack_padded_sequence

padded = torch.tensor([[3, 4, 5], [6, 7, 0]])
pack_padded_sequence(padded, torch.tensor([[3], [2]]), batch_first=True)
#> RuntimeError: 'lengths' argument should be a 1D CPU int64 tensor, but got 2D cpu Long tensor

# %% cpu tags=["right"]
device = "cuda" if torch.cuda.is_available() else "cpu"
padded = padded.to(device)
lengths = torch.tensor([3, 2], device=device)
packed = pack_padded_sequence(padded, lengths.cpu(), batch_first=True)
print(packed.batch_sizes)
#> tensor([2, 2, 1])

# %% list tags=["right"]
packed = pack_padded_sequence(padded, [3, 2], batch_first=True)
print(packed.batch_sizes)
#> tensor([2, 2, 1])

# %% flatten tags=["right"]
column = torch.tensor([[3], [2]])
packed = pack_padded_sequence(padded, column.flatten(), batch_first=True)
print(packed.batch_sizes)
#> tensor([2, 2, 1])
