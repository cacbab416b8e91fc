# %% accuracy
import copy

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, TensorDataset

logits = torch.tensor([[2.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 3.0]])
targets = torch.tensor([0, 1, 1, 1])
loss = cross_entropy(logits, targets).item()
correct = logits.argmax(dim=1) == targets
print(f"loss {loss:.2f}, accuracy {correct.float().mean():.2f}")
#> loss 0.45, accuracy 0.75

# %% data
torch.manual_seed(0)
y = torch.tensor([0] * 320 + [1] * 60 + [2] * 20)
x = torch.eye(3)[y] * 2 + torch.randn(400, 3)
order = torch.randperm(400)
train_set = TensorDataset(x[order[:300]], y[order[:300]])
valid_set = TensorDataset(x[order[300:]], y[order[300:]])
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
valid_loader = DataLoader(valid_set, batch_size=32)
device = "cuda" if torch.cuda.is_available() else "cpu"
model = nn.Linear(3, 3).to(device)

# %% predict
@torch.no_grad()
def predict(model, loader):
    model.eval()
    logits, targets = [], []
    for x, y in loader:
        logits.append(model(x.to(device)).cpu())
        targets.append(y)
    return torch.cat(logits), torch.cat(targets)


# %% train-epoch
def train_epoch(model, optimizer):
    model.train()
    for x, y in train_loader:
        loss = cross_entropy(model(x.to(device)), y.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


# %% metrics
optimizer = torch.optim.AdamW(model.parameters(), lr=0.02)
for epoch in range(20):
    train_epoch(model, optimizer)
logits, targets = predict(model, valid_loader)
loss = cross_entropy(logits, targets).item()
correct = logits.argmax(dim=1) == targets
print(f"loss {loss:.2f}, accuracy {correct.float().mean():.2f}")
#> loss 0.18, accuracy 0.95

# %% sums
@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    total = correct = count = 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        total += cross_entropy(logits, y, reduction="sum").item()
        correct += (logits.argmax(dim=1) == y).sum().item()
        count += y.numel()
    return total / count, correct / count


# %% same-metrics
loss, accuracy = evaluate(model, valid_loader)
print(f"loss {loss:.2f}, accuracy {accuracy:.2f}")
#> loss 0.18, accuracy 0.95

# %% two-classes
scores = torch.tensor([2.1, -0.3, 0.4, -1.7])
labels = torch.tensor([1.0, 0.0, 0.0, 0.0])
print(((scores > 0) == labels).float().mean())
#> tensor(0.7500)

# %% multi-label
scores = torch.tensor([[1.0, -2.0, 3.0], [-1.0, 2.0, -0.5]])
labels = torch.tensor([[1, 0, 1], [0, 1, 1]])
right = (scores > 0) == labels
print(f"{right.float().mean():.2f}", right.all(dim=1).float().mean())
#> 0.83 tensor(0.5000)

# %% top-k
top = logits.topk(2, dim=1).indices
hits = (top == targets[:, None]).any(dim=1)
print(hits.float().mean() >= correct.float().mean())
#> tensor(True)

# %% majority
counts = targets.bincount(minlength=3)
print(counts, f"{counts.max() / counts.sum():.2f}")
#> tensor([83, 11,  6]) 0.83

# %% confusion
def confusion_matrix(predicted, targets, classes):
    cells = targets * classes + predicted
    counts = cells.bincount(minlength=classes**2)
    return counts.reshape(classes, classes)


confusion = confusion_matrix(logits.argmax(dim=1), targets, 3)
print(confusion)
#> tensor([[83,  0,  0],
#>         [ 4,  7,  0],
#>         [ 1,  0,  5]])

# %% precision-recall
right = confusion.diag()
precision = right / confusion.sum(dim=0).clamp(min=1)
recall = right / confusion.sum(dim=1).clamp(min=1)
f1 = 2 * right / (confusion.sum(dim=0) + confusion.sum(dim=1)).clamp(min=1)
for name, value in (("precision", precision), ("recall", recall)):
    print(name, [round(v, 2) for v in value.tolist()])
print(f"macro F1 {f1.mean():.2f}, balanced {recall.mean():.2f}")
#> precision [0.94, 1.0, 1.0]
#> recall [1.0, 0.64, 0.83]
#> macro F1 0.89, balanced 0.82

# %% regression
output = torch.tensor([2.0, 4.0, 7.0])
target = torch.tensor([1.0, 4.0, 9.0])
error = output - target
mae, rmse = error.abs().mean(), error.square().mean().sqrt()
total = (target - target.mean()).square().sum()
r2 = 1 - error.square().sum() / total
print(f"MAE {mae:.2f}, RMSE {rmse:.2f}, R2 {r2:.2f}")
#> MAE 1.00, RMSE 1.29, R2 0.85

# %% larger-model
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 256), nn.ReLU(), nn.Linear(256, 3))
model = model.to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.02)

# %% early-stopping
best_loss, best_epoch, patience = float("inf"), 0, 5
for epoch in range(1, 101):
    train_epoch(model, optimizer)
    loss, accuracy = evaluate(model, valid_loader)
    if loss < best_loss:
        best_loss, best_epoch = loss, epoch
        best = copy.deepcopy(model.state_dict())
    elif epoch - best_epoch >= patience:
        break
print(f"stopped {epoch - best_epoch} epochs after the best one")
#> stopped 5 epochs after the best one

# %% best-model
model.load_state_dict(best)
print(evaluate(model, valid_loader)[0] == best_loss)
#> True

# %% not-a-copy tags=["wrong"]
best = model.state_dict()
loss_then = evaluate(model, valid_loader)[0]
train_epoch(model, optimizer)
model.load_state_dict(best)
print(evaluate(model, valid_loader)[0] == loss_then)
#> False

# %% a-copy tags=["right"]
best = copy.deepcopy(model.state_dict())
loss_then = evaluate(model, valid_loader)[0]
train_epoch(model, optimizer)
model.load_state_dict(best)
print(evaluate(model, valid_loader)[0] == loss_then)
#> True

# %% mean-of-means tags=["wrong"]
losses = cross_entropy(logits, targets, reduction="none")
batches = losses.split(32)
print([len(batch) for batch in batches])
mean = sum(batch.mean() for batch in batches) / len(batches)
print(mean.isclose(losses.mean()))
#> [32, 32, 32, 4]
#> tensor(False)

# %% mean-of-samples tags=["right"]
total = sum(batch.mean() * len(batch) for batch in batches)
print((total / len(losses)).isclose(losses.mean()))
#> tensor(True)

# %% column tags=["wrong"]
predicted = torch.tensor([0, 1, 0, 0])
labels = torch.tensor([[0], [1], [0], [1]])
print((predicted == labels).sum().item() / len(labels))
#> 2.0

# %% no-column tags=["right"]
labels = labels.squeeze(1)
print((predicted == labels).sum().item() / len(labels))
#> 0.75

# %% mean-of-bool tags=["raises-exception"]
(predicted == labels).mean()
#> NotImplementedError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Bool
#torch<2.15> RuntimeError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Bool

# %% mean-of-float tags=["right"]
print((predicted == labels).float().mean())
#> tensor(0.7500)

# %% wrong-dim tags=["raises-exception"]
print(logits.argmax(dim=0) == targets)
#> RuntimeError: The size of tensor a (3) must match the size of tensor b (100) at non-singleton dimension 0

# %% class-dim tags=["right"]
print((logits.argmax(dim=1) == targets).shape)
#> torch.Size([100])

# %% no-minlength tags=["raises-exception"]
predicted = torch.tensor([0, 1, 0, 1])
labels = torch.tensor([0, 1, 1, 0])
(labels * 3 + predicted).bincount().reshape(3, 3)
#> RuntimeError: shape '[3, 3]' is invalid for input of size 5

# %% minlength tags=["right"]
print((labels * 3 + predicted).bincount(minlength=9).reshape(3, 3))
#> tensor([[1, 1, 0],
#>         [1, 1, 0],
#>         [0, 0, 0]])

# %% never-predicted tags=["wrong"]
confusion = confusion_matrix(predicted, labels, 3)
precision = confusion.diag() / confusion.sum(dim=0)
print(precision, precision.mean())
#> tensor([0.5000, 0.5000,    nan]) tensor(nan)

# %% counted-as-zero tags=["right"]
precision = confusion.diag() / confusion.sum(dim=0).clamp(min=1)
print(precision, f"{precision.mean():.2f}")
#> tensor([0.5000, 0.5000, 0.0000]) 0.33

# %% too-many tags=["raises-exception"]
logits.topk(5, dim=1)
#> RuntimeError: selected index k out of range

# %% at-most tags=["right"]
print(logits.topk(min(5, logits.shape[1]), dim=1).indices.shape)
#> torch.Size([100, 3])
