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
train_set, valid_set, test_set = random_split(dataset, [0.6, 0.2, 0.2])
print(len(train_set), len(valid_set), len(test_set))
#> 1079 359 359

# %% loaders
train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
valid_loader = DataLoader(valid_set, batch_size=64)
test_loader = DataLoader(test_set, batch_size=64)
x, y = next(iter(train_loader))
print(len(train_loader), x.shape, y.shape)
#> 17 torch.Size([64, 64]) torch.Size([64])

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
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(loader.dataset)


# %% evaluate
@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    total, correct = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        total += loss_fn(logits, y).item() * len(x)
        correct += (logits.argmax(dim=1) == y).sum().item()
    count = len(loader.dataset)
    return total / count, correct / count

# %% train
history = []
for epoch in range(1, 21):
    train_loss = train_epoch(model, train_loader, optimizer)
    valid_loss, accuracy = evaluate(model, valid_loader)
    history.append((train_loss, valid_loss))
    if epoch == 1 or epoch % 5 == 0:
        losses = f"train {train_loss:.2f}, valid {valid_loss:.2f}"
        print(f"epoch {epoch}: {losses}, accuracy {accuracy:.2f}")
#> epoch 1: train 1.87, valid 1.30, accuracy 0.81
#> epoch 5: train 0.19, valid 0.24, accuracy 0.92
#> epoch 10: train 0.10, valid 0.16, accuracy 0.94
#> epoch 15: train 0.06, valid 0.12, accuracy 0.97
#> epoch 20: train 0.04, valid 0.11, accuracy 0.97

# %% loss-curve
epochs = range(1, len(history) + 1)
train_losses, valid_losses = zip(*history)
plt.figure(figsize=(6, 3))
plt.plot(epochs, train_losses, label="train")
plt.plot(epochs, valid_losses, label="valid")
plt.xticks(range(5, 21, 5))
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()

# %% test
test_loss, accuracy = evaluate(model, test_loader)
print(f"loss {test_loss:.2f}, accuracy {accuracy:.2f}")
#> loss 0.13, accuracy 0.96

# %% predict
test_x, test_y = test_set[:]
with torch.no_grad():
    probabilities = model(test_x.to(device)).softmax(dim=1).cpu()
confidence, predicted = probabilities.max(dim=1)
print(predicted[:10])
print(test_y[:10])
#> tensor([4, 8, 4, 9, 6, 8, 4, 7, 2, 1])
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

# %% float32 tags=["right"]
print(model(torch.tensor(digits.data[:4]).float().to(device)).shape)
#> torch.Size([4, 10])

# %% not-flat tags=["raises-exception"]
images = torch.tensor(digits.images[:4], dtype=torch.float32)
model(images.to(device))
#> RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (32x8 and 64x32)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (32x8 and 64x32)

# %% flat tags=["right"]
print(model(images.flatten(1).to(device)).shape)
#> torch.Size([4, 10])

# %% not-scaled tags=["wrong"]
raw = torch.tensor(digits.data[test_set.indices], dtype=torch.float32)
with torch.no_grad():
    raw_probabilities = model(raw.to(device)).softmax(dim=1).cpu()
confidence, predicted = raw_probabilities.max(dim=1)
wrong = predicted != test_y
print(wrong.sum().item(), f"{confidence[wrong].mean().item():.2f}")
#> 14 1.00

# %% scaled tags=["right"]
with torch.no_grad():
    probabilities = model((raw / 16).to(device)).softmax(dim=1).cpu()
confidence, predicted = probabilities.max(dim=1)
wrong = predicted != test_y
print(wrong.sum().item(), f"{confidence[wrong].mean().item():.2f}")
#> 15 0.72

# %% other-structure tags=["raises-exception"]
wider = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
wider.load_state_dict(torch.load("digits.pt"))
#> RuntimeError: Error(s) in loading state_dict for Sequential:
#> 	size mismatch for 0.weight: copying a param with shape torch.Size([32, 64]) from checkpoint, the shape in current model is torch.Size([64, 64]).
#> 	size mismatch for 0.bias: copying a param with shape torch.Size([32]) from checkpoint, the shape in current model is torch.Size([64]).
#> 	size mismatch for 2.weight: copying a param with shape torch.Size([10, 32]) from checkpoint, the shape in current model is torch.Size([10, 64]).
