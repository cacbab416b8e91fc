# %% setup
import matplotlib.pyplot as plt
import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset, random_split

device = "cuda" if torch.cuda.is_available() else "cpu"
torch.backends.cudnn.deterministic = True
torch.manual_seed(0)

# %% model
def new_model():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(32 * 2 * 2, 10))


print(new_model()(torch.rand(5, 1, 8, 8)).shape)
#> torch.Size([5, 10])

# %% data
digits = load_digits()
images = torch.tensor(digits.images, dtype=torch.float32) / 16
images = images.unsqueeze(1)
labels = torch.tensor(digits.target, dtype=torch.int64)
print(images.shape, labels.shape)
#> torch.Size([1797, 1, 8, 8]) torch.Size([1797])

# %% split
dataset = TensorDataset(images, labels)
train_set, valid_set, test_set = random_split(dataset, [0.6, 0.2, 0.2])
train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
valid_loader = DataLoader(valid_set, batch_size=64)
test_loader = DataLoader(test_set, batch_size=64)
print(len(train_set), len(valid_set), len(test_set))
#> 1079 359 359

# %% augment
def augment(images):
    count = len(images)
    angle = torch.empty(count).uniform_(-0.2, 0.2)
    right, down = torch.empty(2, count).uniform_(-0.25, 0.25)
    cos, sin = angle.cos(), angle.sin()
    rows = [cos, -sin, right, sin, cos, down]
    matrices = torch.stack(rows, dim=1).reshape(count, 2, 3)
    grid = F.affine_grid(matrices, images.shape, align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)


# %% look
varied = augment(images[3].expand(7, 1, 8, 8))
row = torch.cat([images[3:4], varied]).squeeze(1)
plt.figure(figsize=(6, 1))
plt.imshow(np.hstack(row), cmap="gray", interpolation="none")
plt.axis("off")
plt.show()

# %% shapes
x = images[:5]
for layer in new_model():
    x = layer(x)
    if not isinstance(layer, (nn.BatchNorm2d, nn.ReLU)):
        print(f"{type(layer).__name__:10}", tuple(x.shape))
#> Conv2d     (5, 16, 8, 8)
#> MaxPool2d  (5, 16, 4, 4)
#> Conv2d     (5, 32, 4, 4)
#> MaxPool2d  (5, 32, 2, 2)
#> Flatten    (5, 128)
#> Linear     (5, 10)

# %% train-epoch
def train_epoch(model, optimizer, change):
    model.train()
    total = 0.0
    for x, y in train_loader:
        x, y = change(x).to(device), y.to(device)
        logits = model(x)
        loss = F.cross_entropy(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(train_set)


# %% evaluate
@torch.no_grad()
def evaluate(model, loader, change=None):
    model.eval()
    total, correct = 0.0, 0
    for x, y in loader:
        x = change(x) if change else x
        x, y = x.to(device), y.to(device)
        logits = model(x)
        total += F.cross_entropy(logits, y, reduction="sum").item()
        correct += (logits.argmax(dim=1) == y).sum().item()
    return total / len(loader.dataset), correct / len(loader.dataset)


# %% start
def start():
    torch.manual_seed(0)
    model = new_model().to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.003)
    return model, optimizer


# %% checkpoint
def save(path, model, optimizer, history):
    torch.save({
        "model": model.state_dict(), "optimizer": optimizer.state_dict(),
        "history": history, "rng": torch.get_rng_state()}, path)


def resume(path, model, optimizer):
    saved = torch.load(path, map_location="cpu")
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    torch.set_rng_state(saved["rng"])
    return saved["history"]


# %% fit
def fit(model, optimizer, history, name, change, epochs, patience=6):
    best = min(range(len(history)), key=lambda i: history[i][1], default=0)
    while len(history) < epochs and len(history) <= best + patience:
        train_loss = train_epoch(model, optimizer, change)
        valid_loss = evaluate(model, valid_loader)[0]
        history.append((train_loss, valid_loss))
        if valid_loss <= history[best][1]:
            best = len(history) - 1
            torch.save(model.state_dict(), f"{name}-best.pt")
        save(f"{name}-last.pt", model, optimizer, history)
    return history, best


# %% train tags=["varies"]
model, optimizer = start()
history, best = fit(model, optimizer, [], "moved", augment, epochs=60)
print(f"first loss {history[0][1]:.2f}, best {history[best][1]:.2f}")
print(f"best epoch {best + 1}, stopped after {len(history)}")
print(len(history) == best + 1 + 6)
#> first loss 1.88, best 0.03
#> best epoch 17, stopped after 23
#> True

# %% loss-curve tags=["varies"]
train_losses, valid_losses = zip(*history)
epochs = range(1, len(history) + 1)
plt.figure(figsize=(6, 3))
plt.plot(epochs, train_losses, label="train")
plt.plot(epochs, valid_losses, label="valid")
plt.axvline(best + 1, color="gray", linestyle=":", label="best")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()

# %% best
best_model = new_model().to(device)
saved = torch.load("moved-best.pt", map_location="cpu")
print(best_model.load_state_dict(saved))
print(evaluate(best_model, valid_loader)[0] == history[best][1])
#> <All keys matched successfully>
#> True

# %% test tags=["varies"]
test_loss, accuracy = evaluate(best_model, test_loader)
print(f"accuracy {accuracy:.2f}")
print(accuracy > 0.95)
#> accuracy 0.99
#> True

# %% plain
model, optimizer = start()
fit(model, optimizer, [], "plain", lambda images: images, epochs=20)
plain_model = new_model().to(device)
saved = torch.load("plain-best.pt", map_location="cpu")
plain_model.load_state_dict(saved)
print(evaluate(plain_model, test_loader)[1] > 0.95)
#> True

# %% compare tags=["varies"]
torch.manual_seed(0)
with_it = evaluate(best_model, test_loader, augment)[1]
torch.manual_seed(0)
without = evaluate(plain_model, test_loader, augment)[1]
print(f"moved: with {with_it:.2f}, without {without:.2f}")
print(with_it > without + 0.1)
#> moved: with 0.97, without 0.74
#> True

# %% interrupt
model, optimizer = start()
fit(model, optimizer, [], "stopped", augment, epochs=3)
del model, optimizer

# %% resume
model, optimizer = start()
resumed = resume("stopped-last.pt", model, optimizer)
print(len(resumed))
fit(model, optimizer, resumed, "stopped", augment, epochs=5)
print(resumed == history[:5])
#> 3
#> True

# %% channel tags=["raises-exception"]
model(torch.tensor(digits.images[:4], dtype=torch.float32).to(device))
#> RuntimeError: Given groups=1, weight of size [16, 1, 3, 3], expected input[1, 4, 8, 8] to have 1 channels, but got 4 channels instead

# %% with-channel tags=["right"]
x = torch.tensor(digits.images[:4], dtype=torch.float32) / 16
print(model(x.unsqueeze(1).to(device)).shape)
#> torch.Size([4, 10])

# %% wrong-size tags=["raises-exception"]
larger = torch.rand(4, 1, 16, 16)
new_model()(larger)
#> RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (4x512 and 128x10)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x512 and 128x10)

# %% right-size tags=["right"]
features = new_model()[:-1]
print(features(larger).shape)
larger_model = features.append(nn.Linear(512, 10))
print(larger_model(larger).shape)
#> torch.Size([4, 512])
#> torch.Size([4, 10])

# %% valid-augmented tags=["wrong"]
once = evaluate(best_model, valid_loader, augment)
again = evaluate(best_model, valid_loader, augment)
print(once == again)
#> False

# %% valid-plain tags=["right"]
once = evaluate(best_model, valid_loader)
again = evaluate(best_model, valid_loader)
print(once == again)
#> True

# %% only-weights tags=["wrong"]
model, optimizer = start()
saved = torch.load("stopped-last.pt", map_location="cpu")
model.load_state_dict(saved["model"])
resumed = saved["history"]
fit(model, optimizer, resumed, "weights", augment, epochs=7)
print(resumed == history[:7])
#> False

# %% everything tags=["right"]
model, optimizer = start()
resumed = resume("stopped-last.pt", model, optimizer)
fit(model, optimizer, resumed, "all", augment, epochs=7)
print(resumed == history[:7])
#> True
