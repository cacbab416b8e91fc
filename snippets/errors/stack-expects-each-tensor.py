# %% raise tags=["raises-exception"]
import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

sentences = [torch.tensor([5, 3, 8]), torch.tensor([4, 9])]
for batch in DataLoader(sentences, batch_size=2):
    print(batch)
#> RuntimeError: stack expects each tensor to be equal size, but got [3] at entry 0 and [2] at entry 1

# %% stack tags=["raises-exception"]
torch.stack(sentences)
#> RuntimeError: stack expects each tensor to be equal size, but got [3] at entry 0 and [2] at entry 1

# %% fix-pad tags=["right"]
def pad(samples):
    lengths = torch.tensor([len(sample) for sample in samples])
    return pad_sequence(samples, batch_first=True), lengths


for batch, lengths in DataLoader(sentences, 2, collate_fn=pad):
    print(batch, lengths)
#> tensor([[5, 3, 8],
#>         [4, 9, 0]]) tensor([3, 2])

# %% fix-resize tags=["right"]
photos = [torch.ones(3, 20, 30), torch.ones(3, 48, 48)]
small = [F.interpolate(photo[None], (16, 16))[0] for photo in photos]
print(torch.stack(small).shape)
#> torch.Size([2, 3, 16, 16])

# %% fix-list tags=["right"]
boxes = [torch.zeros(2, 4), torch.zeros(5, 4)]
for batch in DataLoader(boxes, batch_size=2, collate_fn=list):
    print([sample.shape for sample in batch])
#> [torch.Size([2, 4]), torch.Size([5, 4])]
