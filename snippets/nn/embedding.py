# %% embedding
import torch
from torch import nn

torch.manual_seed(0)
embedding = nn.Embedding(num_embeddings=10, embedding_dim=4)
ids = torch.tensor([[1, 5, 9], [5, 0, 0]])
vectors = embedding(ids)
print(vectors.shape)
print(torch.equal(vectors, embedding.weight[ids]))
#> torch.Size([2, 3, 4])
#> True

# %% table
table = torch.tensor([[0.0, 0.0], [1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
embedding = nn.Embedding.from_pretrained(table)
ids = torch.tensor([2, 3, 2])
print(embedding(ids))
#> tensor([[3., 4.],
#>         [5., 6.],
#>         [3., 4.]])

# %% draw-lookup tags=["remove-input"]
from drawing.layers import lookup

lookup(table, ids)

# %% one-hot
one_hot = nn.functional.one_hot(ids, num_classes=4).float()
print(one_hot)
print(torch.equal(one_hot @ table, embedding(ids)))
#> tensor([[0., 0., 1., 0.],
#>         [0., 0., 0., 1.],
#>         [0., 0., 1., 0.]])
#> True

# %% vocabulary
sentences = ["the cat sat", "the dog"]
vocabulary = {"<pad>": 0, "<unk>": 1}
for sentence in sentences:
    for word in sentence.split():
        vocabulary.setdefault(word, len(vocabulary))
print(vocabulary)

embedding = nn.Embedding(len(vocabulary), 8, padding_idx=0)
ids = [vocabulary.get(word, 1) for word in "the bird sat".split()]
print(ids, embedding(torch.tensor(ids)).shape)
#> {'<pad>': 0, '<unk>': 1, 'the': 2, 'cat': 3, 'sat': 4, 'dog': 5}
#> [2, 1, 4] torch.Size([3, 8])

# %% padding-idx
embedding = nn.Embedding(5, 2, padding_idx=0)
print(embedding.weight[0])
embedding(torch.tensor([[3, 4, 0], [3, 0, 0]])).sum().backward()
print(embedding.weight.grad)
#> tensor([0., 0.], grad_fn=<SelectBackward0>)
#> tensor([[0., 0.],
#>         [0., 0.],
#>         [0., 0.],
#>         [2., 2.],
#>         [1., 1.]])

# %% mean-of-real
ids = torch.tensor([[3, 4, 0], [3, 0, 0]])
real = (ids != 0).unsqueeze(-1)
vectors = embedding(ids)
mean = (vectors * real).sum(1) / real.sum(1)
print(torch.allclose(mean[1], embedding.weight[3]))
print(torch.allclose(vectors.mean(1)[1], embedding.weight[3]))
#> True
#> False

# %% pretrained
frozen = nn.Embedding.from_pretrained(table, padding_idx=0)
trained = nn.Embedding.from_pretrained(table, freeze=False)
print(frozen.weight.requires_grad, trained.weight.requires_grad)
#> False True

# %% enlarge
old = nn.Embedding(4, 2)
new = nn.Embedding(6, 2)
with torch.no_grad():
    new.weight[:4] = old.weight
print(new(torch.tensor([5])).shape)
#> torch.Size([1, 2])

# %% columns
class Table(nn.Module):
    def __init__(self, sizes, dim):
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(n, dim) for n in sizes)

    def forward(self, x):
        parts = [table(x[:, i]) for i, table in enumerate(self.tables)]
        return torch.cat(parts, dim=1)


rows = torch.tensor([[6, 11], [0, 3]])
print(Table(sizes=[7, 12], dim=4)(rows).shape)
#> torch.Size([2, 8])

# %% bag
bag = nn.EmbeddingBag(10, 4, mode="mean")
words = torch.tensor([1, 5, 9, 5, 0])
print(bag(words, offsets=torch.tensor([0, 3])).shape)
print(torch.allclose(bag(words[None]), bag.weight[words].mean(0)))
#> torch.Size([2, 4])
#> True

# %% sparse
embedding = nn.Embedding(100_000, 8, sparse=True)
optimizer = torch.optim.SparseAdam(embedding.parameters(), lr=0.01)
embedding(torch.tensor([3, 7])).sum().backward()
print(embedding.weight.grad.coalesce().indices())
optimizer.step()
#> tensor([[3, 7]])

# %% out-of-range tags=["raises-exception"]
embedding = nn.Embedding(10, 4)
ids = torch.tensor([[3, 10]])
embedding(ids)
#> IndexError: index out of range in self

# %% find-range
print(ids.min().item(), ids.max().item(), embedding.num_embeddings)
#> 3 10 10

# %% enough-rows tags=["right"]
embedding = nn.Embedding(11, 4)
print(embedding(ids).shape)
#> torch.Size([1, 2, 4])

# %% negative tags=["raises-exception"]
labels = torch.tensor([[3, -100]])
embedding(labels)
#> IndexError: index out of range in self

# %% negative-replaced tags=["right"]
print(embedding(labels.masked_fill(labels == -100, 0)).shape)
#> torch.Size([1, 2, 4])

# %% positions-too-long tags=["raises-exception"]
positions = nn.Embedding(512, 4)
positions(torch.arange(600))
#> IndexError: index out of range in self

# %% positions-cut tags=["right"]
print(positions(torch.arange(600)[:512]).shape)
#> torch.Size([512, 4])

# %% float-ids tags=["raises-exception"]
embedding(torch.tensor([1.0, 2.0]))
#> RuntimeError: Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.FloatTensor instead (while checking arguments for embedding)

# %% long-ids tags=["right"]
print(embedding(torch.tensor([1.0, 2.0]).long()).shape)
#> torch.Size([2, 4])

# %% list tags=["raises-exception"]
embedding([1, 2])
#> TypeError: embedding(): argument 'indices' (position 2) must be Tensor, not list

# %% list-to-tensor tags=["right"]
print(embedding(torch.tensor([1, 2])).shape)
#> torch.Size([2, 4])

# %% one-hot-input tags=["wrong"]
one_hot = nn.functional.one_hot(torch.tensor([3, 7]), num_classes=11)
print(embedding(one_hot).shape)
#> torch.Size([2, 11, 4])

# %% ids-input tags=["right"]
print(embedding(one_hot.argmax(-1)).shape)
#> torch.Size([2, 4])

# %% initialized-again tags=["wrong"]
embedding = nn.Embedding(5, 2, padding_idx=0)
nn.init.normal_(embedding.weight)
print(embedding.weight[0].count_nonzero().item())
#> 2

# %% padding-row-zero tags=["right"]
with torch.no_grad():
    embedding.weight[embedding.padding_idx] = 0
print(embedding.weight[0].count_nonzero().item())
#> 0

# %% sparse-adam tags=["raises-exception"]
embedding = nn.Embedding(10, 4, sparse=True)
optimizer = torch.optim.Adam(embedding.parameters())
embedding(torch.tensor([3])).sum().backward()
optimizer.step()
#> RuntimeError: Adam does not support sparse gradients, please consider SparseAdam instead

# %% sparse-adam-right tags=["right"]
optimizer = torch.optim.SparseAdam(embedding.parameters())
optimizer.step()
