# %% setup
import math

import torch
from torch import nn
from torch.nn import functional as F

device = "cuda" if torch.cuda.is_available() else "cpu"
# zh: 用 float64，为的是每台机器都写出同样的句子；平时用 float32 就够了。
# en: float64, so that every machine writes the same; float32 will do.
torch.set_default_dtype(torch.float64)
torch.manual_seed(0)

# %% text
animals = "bear bird cat dog horse lion".split()
verbs = "fear follow hear like meet see".split()
sentences = []
for who in animals:
    for verb in verbs:
        for whom in animals:
            sentences.append(f"one {who} {verb}s the {whom}.")
            sentences.append(f"two {who}s {verb} the {whom}.")
print(len(sentences), sentences[:2])
#> 432 ['one bear fears the bear.', 'two bears fear the bear.']

# %% split
shuffled = [sentences[i] for i in torch.randperm(len(sentences))]
train_text, valid_text = shuffled[:300], shuffled[300:]

# %% characters
chars = ["\n", *sorted(set("".join(sentences)))]
number = {char: i for i, char in enumerate(chars)}
length = max(len(sentence) for sentence in sentences) + 1
print(len(chars), length, [number[char] for char in "one"])
#> 21 29 [16, 15, 7]

# %% encode
def encode(sentences):
    x = torch.zeros(len(sentences), length, dtype=torch.int64)
    y = torch.full((len(sentences), length), -100)
    for row, sentence in enumerate(sentences):
        codes = torch.tensor([number[c] for c in f"\n{sentence}\n"])
        x[row, :len(codes) - 1] = codes[:-1]
        y[row, :len(codes) - 1] = codes[1:]
    return x.to(device), y.to(device)


x, y = encode(["one dog"])
print(x[0, :10], y[0, :10], sep="\n")
#> tensor([ 0, 16, 15,  7,  1,  6, 16,  9,  0,  0])
#> tensor([  16,   15,    7,    1,    6,   16,    9,    0, -100, -100])

# %% causal-mask
def causal_mask(count):
    return torch.ones(count, count, dtype=torch.bool).triu(1)


print(causal_mask(4))
#> tensor([[False,  True,  True,  True],
#>         [False, False,  True,  True],
#>         [False, False, False,  True],
#>         [False, False, False, False]])

# %% draw-mask tags=["remove-input"]
from drawing.language import looks_at

looks_at("↵one dog", ~causal_mask(8))

# %% embed
class Embed(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.characters = nn.Embedding(len(chars), size)
        self.positions = nn.Embedding(length, size)

    def forward(self, x):
        places = torch.arange(x.shape[1], device=x.device)
        return self.characters(x) + self.positions(places)


# %% blocks
def transformer_blocks(size, heads=4, layers=2):
    block = nn.TransformerEncoderLayer(
        size, heads, dim_feedforward=4 * size, dropout=0.0,
        batch_first=True, norm_first=True)
    return nn.TransformerEncoder(
        block, layers, nn.LayerNorm(size), enable_nested_tensor=False)


# %% model
class CharTransformer(nn.Module):
    def __init__(self, size=64):
        super().__init__()
        self.embed = Embed(size)
        self.blocks = transformer_blocks(size)
        self.output = nn.Linear(size, len(chars))
        self.register_buffer("mask", causal_mask(length))

    def forward(self, x):
        count = x.shape[1]
        mask = self.mask[:count, :count]
        return self.output(self.blocks(self.embed(x), mask))


# %% untrained
model = CharTransformer().to(device)
x, y = encode(train_text[:5])
logits = model(x)
print(logits.shape)
loss = F.cross_entropy(logits.flatten(0, 1), y.flatten())
print(abs(loss.item() - math.log(len(chars))) < 1)
#> torch.Size([5, 29, 21])
#> True

# %% no-peeking
changed = x.clone()
changed[:, 8:] = number["b"]
with torch.no_grad():
    before, after = model(x), model(changed)
print(torch.allclose(before[:, :8], after[:, :8], atol=1e-5))
print(torch.allclose(before[:, 8:], after[:, 8:], atol=1e-5))
#> True
#> False

# %% order
attention = nn.MultiheadAttention(8, num_heads=2, batch_first=True)
vectors = torch.randn(1, 5, 8)
order = torch.tensor([4, 2, 0, 1, 3])
output, _ = attention(vectors, vectors, vectors)
moved = vectors[:, order]
moved_output, _ = attention(moved, moved, moved)
print(torch.allclose(output[:, order], moved_output, atol=1e-6))
#> True

# %% lowest
mean_length = sum(len(s) + 1 for s in sentences) / len(sentences)
lowest = math.log(len(sentences)) / mean_length
print(f"{lowest:.3f}")
#> 0.244

# %% train-steps
def train(model, steps):
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.003)
    for step in range(steps):
        x, y = encode([train_text[i] for i in torch.randint(300, (32,))])
        logits = model(x)
        loss = F.cross_entropy(logits.flatten(0, 1), y.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


# %% text-loss
@torch.no_grad()
def text_loss(model, sentences):
    model.eval()
    x, y = encode(sentences)
    return F.cross_entropy(model(x).flatten(0, 1), y.flatten()).item()


# %% train
for total in (50, 100, 150):
    train(model, steps=50)
    losses = text_loss(model, train_text), text_loss(model, valid_text)
    print(f"{total} steps: train {losses[0]:.3f}, valid {losses[1]:.3f}")
#> 50 steps: train 0.323, valid 0.348
#> 100 steps: train 0.255, valid 0.265
#> 150 steps: train 0.253, valid 0.266

# %% choose
def choose(logits, temperature):
    if temperature == 0:
        return logits.argmax(dim=1, keepdim=True)
    probabilities = (logits / temperature).softmax(dim=1)
    return torch.multinomial(probabilities, num_samples=1)


# %% generate
@torch.no_grad()
def generate(prompts, temperature):
    model.eval()
    x = torch.tensor([[number[c] for c in f"\n{p}"] for p in prompts])
    while x.shape[1] <= length:
        logits = model(x.to(device))[:, -1].cpu()
        x = torch.cat([x, choose(logits, temperature)], dim=1)
    texts = ["".join(chars[i] for i in row[1:]) for row in x.tolist()]
    return [text.split("\n")[0] for text in texts]


# %% agreement
for text in generate(["one bear hear", "two bears hea"], temperature=0):
    print(text[:18])
#> one bear hears the
#> two bears hear the

# %% sample
torch.manual_seed(0)
print("\n".join(generate([""] * 4, temperature=1)))
#> one borse meets the bird.
#> two horses like the lion.
#> one cat meets the bear.
#> one dog fears the dog.

# %% count
torch.manual_seed(0)
made = generate([""] * 100, temperature=1)
correct = set(made) & set(sentences)
new = correct - set(train_text)
print(f"{sum(text in sentences for text in made)} of 100 are correct")
print(f"{len(correct)} different ones, {len(new)} of them new")
#> 99 of 100 are correct
#> 86 different ones, 24 of them new

# %% temperature
shares = []
for temperature in (0.5, 1, 2):
    torch.manual_seed(0)
    made = generate([""] * 100, temperature)
    shares.append(sum(text in sentences for text in made) / 100)
print(shares)
#> [1.0, 0.99, 0.09]

# %% not-flat tags=["raises-exception"]
x, y = encode(train_text[:5])
F.cross_entropy(model(x), y)
#> RuntimeError: Expected target size [5, 21], got [5, 29]

# %% flat tags=["right"]
logits = model(x)
print(F.cross_entropy(logits.flatten(0, 1), y.flatten()).shape)
#> torch.Size([])

# %% too-long tags=["raises-exception"]
long = torch.zeros(1, length + 1, dtype=torch.int64)
CharTransformer()(long)
#> IndexError: index out of range in self

# %% last-part tags=["right"]
print(CharTransformer()(long[:, -length:]).shape)
#> torch.Size([1, 29, 21])

# %% no-mask tags=["wrong"]
peeking = CharTransformer().to(device)
peeking.mask.fill_(False)
train(peeking, steps=60)
print(text_loss(peeking, valid_text) < lowest)
#> True

# %% masked tags=["right"]
print(text_loss(model, valid_text) < lowest)
#> False

# %% padding-counts tags=["wrong"]
zeros = y.clamp(min=0)
print((y == -100).sum().item())
print(F.cross_entropy(logits.flatten(0, 1), zeros.flatten()) > 0.5)
#> 19
#> tensor(True)

# %% padding-left-out tags=["right"]
print(F.cross_entropy(logits.flatten(0, 1), y.flatten()) > 0.5)
#> tensor(False)
