# %% find tags=["right"]
import torch

classes = 3
labels = torch.tensor([0, 2, 3, -1])
wrong = (labels < 0) | (labels >= classes)
print(wrong.nonzero().squeeze(1), labels[wrong])
#> tensor([2, 3]) tensor([ 3, -1])

# %% too-large tags=["right"]
words = torch.tensor([0, 7, 10])
table = torch.nn.Embedding(10, 4)
print(words.max().item(), table.num_embeddings)
table = torch.nn.Embedding(int(words.max()) + 1, 4)
print(table(words).shape)
#> 10 10
#> torch.Size([3, 4])
