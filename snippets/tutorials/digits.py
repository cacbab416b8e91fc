# %% setup
import matplotlib.pyplot as plt
import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)
print(device)
#> cpu

# %% load
digits = load_digits()
print(digits.images.shape, digits.images.dtype)
print(digits.images.min(), digits.images.max())
print(digits.target[:10])
#> (1797, 8, 8) float64
#> 0.0 16.0
#> [0 1 2 3 4 5 6 7 8 9]

# %% look
plt.figure(figsize=(6, 1.2))
plt.imshow(np.hstack(digits.images[:8]), cmap="gray", interpolation="none")
plt.xticks(range(4, 64, 8), digits.target[:8])
plt.yticks([])
plt.show()

# %% tensors
features = torch.tensor(digits.images, dtype=torch.float32).flatten(1) / 16
labels = torch.tensor(digits.target, dtype=torch.int64)
print(features.shape, features.dtype, features.max().item())
print(labels.shape, labels.dtype)
#> torch.Size([1797, 64]) torch.float32 1.0
#> torch.Size([1797]) torch.int64

# %% split
dataset = TensorDataset(features, labels)
train_set, test_set = random_split(dataset, [0.8, 0.2])
print(len(train_set), len(test_set))
#> 1438 359

# %% loaders
train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
test_loader = DataLoader(test_set, batch_size=64)
x, y = next(iter(train_loader))
print(len(train_loader), x.shape, y.shape)
#> 23 torch.Size([64, 64]) torch.Size([64])

# %% model
def new_model():
    return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


model = new_model().to(device)
print(model(x.to(device)).shape)
print(sum(p.numel() for p in model.parameters()))
#> torch.Size([64, 10])
#> 2410

# %% loss
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
loss = loss_fn(model(x.to(device)), y.to(device))
print(f"{loss.item():.1f}")
#> 2.3

# %% train-epoch
def train_epoch(model, loader, optimizer):
    """Go through the data once; return the mean loss per sample."""
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(loader.dataset)

# %% evaluate
@torch.no_grad()
def evaluate(model, loader):
    """The mean loss per sample, and the share of right predictions."""
    model.eval()
    total, correct = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        total += loss_fn(logits, y).item() * len(x)
        correct += (logits.argmax(dim=1) == y).sum().item()
    return total / len(loader.dataset), correct / len(loader.dataset)

# %% train
history = []
for epoch in range(1, 16):
    train_loss = train_epoch(model, train_loader, optimizer)
    test_loss, accuracy = evaluate(model, test_loader)
    history.append((train_loss, test_loss))
    if epoch == 1 or epoch % 5 == 0:
        print(f"{epoch:2}: train {train_loss:.2f}, test {test_loss:.2f}, {accuracy:.2f}")
#>  1: train 1.79, test 1.03, 0.88
#>  5: train 0.18, test 0.18, 0.94
#> 10: train 0.08, test 0.14, 0.95
#> 15: train 0.05, test 0.12, 0.97

# %% loss-curve
epochs = range(1, len(history) + 1)
train_losses, test_losses = zip(*history)
plt.figure(figsize=(6, 3))
plt.plot(epochs, train_losses, label="train")
plt.plot(epochs, test_losses, label="test")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()

# %% predict
test_x, test_y = test_set[:]
with torch.no_grad():
    probabilities = model(test_x.to(device)).softmax(dim=1).cpu()
confidence, predicted = probabilities.max(dim=1)
print(predicted[:10])
print(test_y[:10])
#> tensor([4, 8, 4, 9, 6, 8, 7, 7, 2, 1])
#> tensor([4, 8, 4, 9, 6, 8, 7, 7, 2, 1])

# %% mistakes
wrong = (predicted != test_y).nonzero().flatten()
worst = wrong[confidence[wrong].argsort(descending=True)][:6]
names = [f"{test_y[i]}, not {predicted[i]}" for i in worst]
images = [test_x[i].reshape(8, 8).numpy() for i in worst]
plt.figure(figsize=(6, 1.5))
plt.imshow(np.hstack(images), cmap="gray", interpolation="none")
plt.xticks(range(4, 48, 8), names)
plt.yticks([])
plt.show()

# %% save
torch.save(model.state_dict(), "digits.pt")

# %% load-again
loaded = new_model()
print(loaded.load_state_dict(torch.load("digits.pt", map_location="cpu")))
loaded.to(device).eval()
#> <All keys matched successfully>

# %% same
with torch.no_grad():
    again = loaded(test_x.to(device)).softmax(dim=1).cpu()
print(torch.equal(again, probabilities))
#> True

# %% use
x = torch.tensor(digits.images[8], dtype=torch.float32).flatten() / 16
with torch.no_grad():
    logits = loaded(x.unsqueeze(0).to(device))
print(logits.shape, logits.argmax(dim=1).item(), digits.target[8])
#> torch.Size([1, 10]) 8 8

# %% double tags=["raises-exception"]
model(torch.tensor(digits.data[:4]).to(device))
#> RuntimeError: mat1 and mat2 must have the same dtype, but got Double and Float

# %% float32
print(model(torch.tensor(digits.data[:4]).float().to(device)).shape)
#> torch.Size([4, 10])

# %% not-flat tags=["raises-exception"]
images = torch.tensor(digits.images[:4], dtype=torch.float32)
model(images.to(device))
#> RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (32x8 and 64x32)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (32x8 and 64x32)

# %% flat
print(model(images.flatten(1).to(device)).shape)
#> torch.Size([4, 10])

# %% not-scaled
raw_x = torch.tensor(digits.data[test_set.indices], dtype=torch.float32)
with torch.no_grad():
    raw = model(raw_x.to(device)).softmax(dim=1).cpu()
for p in (probabilities, raw):
    confidence, predicted = p.max(dim=1)
    wrong = predicted != test_y
    print(f"{wrong.sum()} wrong, confidence there {confidence[wrong].mean():.2f}")
#> 12 wrong, confidence there 0.68
#> 12 wrong, confidence there 0.98

# %% other-structure tags=["raises-exception"]
wider = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
wider.load_state_dict(torch.load("digits.pt"))
#> RuntimeError: Error(s) in loading state_dict for Sequential:
#> 	size mismatch for 0.weight: copying a param with shape torch.Size([32, 64]) from checkpoint, the shape in current model is torch.Size([64, 64]).
#> 	size mismatch for 0.bias: copying a param with shape torch.Size([32]) from checkpoint, the shape in current model is torch.Size([64]).
#> 	size mismatch for 2.weight: copying a param with shape torch.Size([10, 32]) from checkpoint, the shape in current model is torch.Size([10, 64]).
