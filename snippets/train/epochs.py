# %% data
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(0)
centers = torch.tensor([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
labels = torch.randint(3, (600,))
features = centers[labels] + 0.6 * torch.randn(600, 2)
dataset = TensorDataset(features, labels)
train_set, valid_set = random_split(dataset, [500, 100])
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
valid_loader = DataLoader(valid_set, batch_size=32)
print([len(y) for x, y in valid_loader])
#> [32, 32, 32, 4]

# %% model
device = "cuda" if torch.cuda.is_available() else "cpu"
model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 3))
model = model.to(device)
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
print(device)
#> cpu

# %% train-epoch
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        output = model(x)
        loss = loss_fn(output, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
    return total / len(loader.dataset)


# %% evaluate
@torch.no_grad()
def evaluate(model, loader, loss_fn):
    model.eval()
    total, correct = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        output = model(x)
        total += loss_fn(output, y).item() * len(y)
        correct += (output.argmax(dim=1) == y).sum().item()
    count = len(loader.dataset)
    return total / count, correct / count


# %% train
history = []
for epoch in range(1, 11):
    train_loss = train_epoch(model, train_loader, loss_fn, optimizer)
    valid_loss, accuracy = evaluate(model, valid_loader, loss_fn)
    history.append((train_loss, valid_loss))
    if epoch == 1 or epoch % 5 == 0:
        losses = f"train {train_loss:.3f}, valid {valid_loss:.3f}"
        print(f"epoch {epoch}: {losses}, accuracy {accuracy:.2f}")
#> epoch 1: train 0.856, valid 0.617, accuracy 0.87
#> epoch 5: train 0.164, valid 0.177, accuracy 0.94
#> epoch 10: train 0.129, valid 0.164, accuracy 0.92

# %% loss-curve tags=["remove-input"]
from drawing.charts import curves

training, validation = zip(*history)
curves(
    {("训练集", "training"): training, ("验证集", "validation"): validation},
    x=("轮数", "epoch"),
    y=("损失", "loss"),
)

# %% early-stopping
best, waited = float("inf"), 0
for epoch in range(11, 101):
    train_epoch(model, train_loader, loss_fn, optimizer)
    valid_loss, accuracy = evaluate(model, valid_loader, loss_fn)
    if valid_loss < best:
        best, waited = valid_loss, 0
        torch.save(model.state_dict(), "best.pt")
    else:
        waited += 1
    if waited == 5:
        break
print(f"stopped after epoch {epoch}, lowest loss {best:.3f}")
#> stopped after epoch 19, lowest loss 0.158

# %% best-model
model.load_state_dict(torch.load("best.pt"))
print(f"{evaluate(model, valid_loader, loss_fn)[0]:.3f}")
#> 0.158

# %% predict
model.eval()
with torch.no_grad():
    logits = model(torch.tensor([[2.0, 0.2]]).to(device))
print(logits.argmax(dim=1).item())
#> 1

# %% check-gradients
def training_report(model, optimizer):
    groups = optimizer.param_groups
    managed = {p for group in groups for p in group["params"]}
    for name, p in model.named_parameters():
        size = None if p.grad is None else f"{p.grad.abs().max():.2f}"
        print(name, p in managed, size)


training_report(model, optimizer)
#> 0.weight True 0.01
#> 0.bias True 0.02
#> 2.weight True 0.01
#> 2.bias True 0.01

# %% other-network tags=["wrong"]
def new_model():
    return nn.Linear(2, 3).to(device)


model = new_model()
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
model = new_model()
for _ in range(3):
    print(f"{train_epoch(model, train_loader, loss_fn, optimizer):.4f}")
training_report(model, optimizer)
#> 1.7181
#> 1.7181
#> 1.7181
#> weight False 31.95
#> bias False 10.11

# %% same-network tags=["right"]
model = new_model()
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
for _ in range(3):
    print(f"{train_epoch(model, train_loader, loss_fn, optimizer):.4f}")
#> 0.9283
#> 0.6874
#> 0.5552
