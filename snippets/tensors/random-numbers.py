# %% draw
import torch

torch.manual_seed(0)
print(torch.rand(3))
print(torch.randn(3))
print(torch.randint(0, 10, (3,)))
print(torch.randperm(5))
#> tensor([0.4963, 0.7682, 0.0885])
#> tensor([0.3643, 0.1344, 0.1642])
#> tensor([6, 6, 9])
#> tensor([3, 1, 2, 0, 4])

# %% seed
torch.manual_seed(0)
first, second = torch.rand(2), torch.rand(2)
torch.manual_seed(0)
again = torch.rand(2)
print(torch.equal(again, first), torch.equal(again, second))
#> True False

# %% range
low, high = 5, 10
x = low + (high - low) * torch.rand(1000)
print(x.min() >= low, x.max() < high)
heights = torch.normal(170.0, 10.0, (1000,))
print(heights.mean().round(), heights.std().round())
#> tensor(True) tensor(True)
#> tensor(170.) tensor(10.)

# %% distributions
uniform, normal = torch.rand(10000), torch.randn(10000)
print(uniform.mean().round(decimals=1), normal.mean().abs() < 0.1)
#> tensor(0.5000) tensor(True)

# %% histograms tags=["remove-input"]
import matplotlib.pyplot as plt

figure, axes = plt.subplots(1, 2, figsize=(4.5, 1.6))
for ax, name, values in zip(axes, ("rand", "randn"), (uniform, normal)):
    ax.hist(values.numpy(), bins=20)
    ax.set(title=name, yticks=[])
plt.show()

# %% shuffle
x = torch.arange(10).reshape(5, 2)
y = torch.arange(5)
order = torch.randperm(len(x))
x, y = x[order], y[order]
print(torch.equal(x[:, 0], 2 * y))
#> True

# %% choose
x = torch.arange(100)
repeated = x[torch.randint(100, (50,))]
distinct = x[torch.randperm(100)[:50]]
print(repeated.unique().numel() < 50, distinct.unique().numel() < 50)
#> True False

# %% weights
weights = torch.tensor([7.0, 2.0, 1.0])
chosen = torch.multinomial(weights, 10000, replacement=True)
print((chosen.bincount() / 10000).round(decimals=1))
#> tensor([0.7000, 0.2000, 0.1000])

# %% bernoulli
keep = torch.rand(10000) < 0.8
print(keep.dtype, keep.float().mean().round(decimals=1))
#> torch.bool tensor(0.8000)

# %% generator
generator = torch.Generator().manual_seed(0)
a = torch.rand(3, generator=generator)
torch.rand(100)
b = torch.rand(3, generator=generator)
generator.manual_seed(0)
print(torch.equal(torch.rand(3, generator=generator), a))
print(torch.equal(torch.rand(3, generator=generator), b))
#> True
#> True

# %% fork
torch.manual_seed(0)
with torch.random.fork_rng():
    torch.rand(100)
print(torch.equal(torch.rand(3), a))
#> True

# %% device
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
noise = torch.randn(2, 3, device=device)
print(torch.randn_like(noise).shape)
#> torch.Size([2, 3])

# %% same-everywhere
generator = torch.Generator().manual_seed(0)
noise = torch.randn(3, generator=generator).to(device)
print(noise.cpu())
#> tensor([ 1.5410, -0.2934, -2.1788])

# %% device-generator
generator = torch.Generator(device=device).manual_seed(0)
print(torch.randn(3, device=device, generator=generator).shape)
#> torch.Size([3])

# %% upper-bound tags=["wrong"]
dice = torch.randint(1, 6, (1000,))
print(dice.min(), dice.max())
#> tensor(1) tensor(5)

# %% upper-bound-plus-one tags=["right"]
dice = torch.randint(1, 7, (1000,))
print(dice.min(), dice.max())
#> tensor(1) tensor(6)

# %% two-orders tags=["wrong"]
x, y = torch.arange(100), torch.arange(100)
x, y = x[torch.randperm(len(x))], y[torch.randperm(len(y))]
print(torch.equal(x, y))
#> False

# %% one-order tags=["right"]
x, y = torch.arange(100), torch.arange(100)
order = torch.randperm(len(x))
x, y = x[order], y[order]
print(torch.equal(x, y))
#> True

# %% another-size tags=["wrong"]
torch.manual_seed(0)
few = torch.randn(4)
torch.manual_seed(0)
many = torch.randn(20)
print(torch.equal(many[:4], few))
#> False

# %% part-of-many tags=["right"]
torch.manual_seed(0)
few = torch.randn(20)[:4]
print(torch.equal(many[:4], few))
#> True

# %% integers tags=["raises-exception"]
counts = torch.tensor([3, 1, 2])
torch.rand_like(counts)
#> NotImplementedError: "check_uniform_bounds" not implemented for 'Long'

# %% floats tags=["right"]
print(torch.rand_like(counts, dtype=torch.float32).dtype)
#> torch.float32

# %% size-without-tuple tags=["raises-exception"]
torch.randint(0, 10, 3)
#> TypeError: randint() received an invalid combination of arguments - got (int, int, int), ...

# %% size-in-a-tuple tags=["right"]
print(torch.randint(0, 10, (3,)).shape)
#> torch.Size([3])

# %% empty-range tags=["raises-exception"]
dataset = []
torch.randint(0, len(dataset), (4,))
#> RuntimeError: random_ expects 'from' to be less than 'to', but got from=0 >= to=0

# %% too-many tags=["raises-exception"]
torch.multinomial(weights, 5)
#> RuntimeError: cannot sample n_sample > prob_dist.size(-1) samples without replacement

# %% replacement tags=["right"]
print(torch.multinomial(weights, 5, replacement=True).shape)
#> torch.Size([5])

# %% logits tags=["raises-exception"]
logits = torch.tensor([2.0, -1.0, 0.5])
torch.multinomial(logits, 1)
#> RuntimeError: probability tensor contains either `inf`, `nan` or element < 0

# %% probabilities tags=["right"]
print(torch.multinomial(logits.softmax(dim=0), 1).shape)
#> torch.Size([1])
