# %% model
import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(200, 2)
labels = (x.sum(dim=1) > 0).float()
net = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
loss_fn = nn.BCEWithLogitsLoss()
optimizer = torch.optim.AdamW(net.parameters(), lr=0.05)

# %% train
for _ in range(100):
    logits = net(x).squeeze(1)
    loss = loss_fn(logits, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(logits.shape, labels.shape, labels.dtype)
print(loss < 0.1)
#> torch.Size([200]) torch.Size([200]) torch.float32
#> tensor(True)

# %% predict
with torch.no_grad():
    logits = net(x).squeeze(1)
probability = logits.sigmoid()
predicted = probability > 0.5
accuracy = (predicted == labels.bool()).float().mean()
print(accuracy > 0.95, torch.equal(predicted, logits > 0))
#> tensor(True) True

# %% by-hand
logits = torch.tensor([2.0, -1.0, 0.5])
labels = torch.tensor([1.0, 0.0, 0.0])
p = logits.sigmoid()
print(p)
print(-(labels * p.log() + (1 - labels) * (1 - p).log()).mean())
print(nn.BCEWithLogitsLoss()(logits, labels))
#> tensor([0.8808, 0.2689, 0.6225])
#> tensor(0.4714)
#> tensor(0.4714)

# %% saturated
logit = torch.tensor([20.0], requires_grad=True)
label = torch.tensor([0.0])
for loss in (
    nn.BCELoss()(logit.sigmoid(), label),
    nn.BCEWithLogitsLoss()(logit, label),
):
    print(loss.item(), torch.autograd.grad(loss, logit)[0])
#> 100.0 tensor([0.])
#> 20.0 tensor([1.])

# %% draw-saturated tags=["remove-input"]
from drawing.charts import curves

many, zeros = torch.arange(41.0), torch.zeros(41)
curves(
    {
        "BCELoss": nn.BCELoss(reduction="none")(many.sigmoid(), zeros),
        "BCEWithLogitsLoss": nn.BCEWithLogitsLoss(reduction="none")(many, zeros),
    },
    x=("logit，标签是 0", "logit, label 0"),
    y=("损失", "loss"),
    start=0,
)

# %% multi-label
logits = torch.tensor([[2.0, -1.0, 0.5], [-3.0, 1.0, 2.0]])
tags = torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
print(nn.BCEWithLogitsLoss()(logits, tags))
predicted = (logits > 0).float()
print(predicted)
print((predicted == tags).float().mean(dim=0))
print((predicted == tags).all(dim=1).float().mean())
#> tensor(0.5672)
#> tensor([[1., 0., 1.],
#>         [0., 1., 1.]])
#> tensor([1.0000, 1.0000, 0.5000])
#> tensor(0.5000)

# %% multi-hot
tags_of_samples = [[0, 2], [1], []]
tags = torch.zeros(3, 4)
for row, numbers in enumerate(tags_of_samples):
    tags[row, numbers] = 1.0
print(tags)
#> tensor([[1., 0., 1., 0.],
#>         [0., 1., 0., 0.],
#>         [0., 0., 0., 0.]])

# %% pos-weight
labels = torch.tensor([1.0, 0.0, 0.0, 0.0, 0.0])
pos_weight = (labels == 0).sum() / (labels == 1).sum()
loss_fn = nn.BCEWithLogitsLoss(pos_weight=pos_weight, reduction="none")
print(pos_weight)
print(loss_fn(torch.zeros(5), labels))
#> tensor(4.)
#> tensor([2.7726, 0.6931, 0.6931, 0.6931, 0.6931])

# %% pos-weight-per-label
tags = torch.tensor([[1.0, 0.0], [0.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
positive = tags.sum(dim=0)
pos_weight = (len(tags) - positive) / positive.clamp(min=1)
print(pos_weight)
print(nn.BCEWithLogitsLoss(pos_weight=pos_weight)(torch.zeros(4, 2), tags))
#> tensor([1., 3.])
#> tensor(0.8664)

# %% threshold
p = torch.tensor([0.95, 0.8, 0.6, 0.4, 0.3, 0.1])
positive = torch.tensor([True, True, False, True, False, False])
for threshold in (0.2, 0.5, 0.7):
    predicted = p > threshold
    hits = (predicted & positive).sum()
    precision, recall = hits / predicted.sum(), hits / positive.sum()
    print(threshold, f"{precision:.2f} {recall:.2f}")
#> 0.2 0.60 1.00
#> 0.5 0.67 0.67
#> 0.7 1.00 0.67

# %% two-outputs
two = torch.tensor([[0.5, 2.0], [1.0, -1.0]])
label = torch.tensor([1, 0])
print(nn.CrossEntropyLoss()(two, label))
print(nn.BCEWithLogitsLoss()(two[:, 1] - two[:, 0], label.float()))
#> tensor(0.1642)
#> tensor(0.1642)

# %% target-size tags=["raises-exception"]
torch.manual_seed(0)
net, inputs = nn.Linear(3, 1), torch.randn(4, 3)
labels = torch.tensor([1.0, 0.0, 0.0, 1.0])
nn.BCEWithLogitsLoss()(net(inputs), labels)
#> ValueError: Target size (torch.Size([4])) must be the same as input size (torch.Size([4, 1]))

# %% target-size-of-probabilities tags=["raises-exception"]
nn.BCELoss()(net(inputs).sigmoid(), labels)
#> ValueError: Using a target size (torch.Size([4])) that is different to the input size (torch.Size([4, 1])) is deprecated. Please ensure they have the same size.

# %% same-size tags=["right"]
print(nn.BCEWithLogitsLoss()(net(inputs).squeeze(1), labels))
#> tensor(0.7537, grad_fn=<BinaryCrossEntropyWithLogitsBackward0>)

# %% squeeze-everything tags=["raises-exception"]
nn.BCEWithLogitsLoss()(net(inputs[:1]).squeeze(), labels[:1])
#> ValueError: Target size (torch.Size([1])) must be the same as input size (torch.Size([]))

# %% squeeze-one tags=["right"]
print(net(inputs[:1]).squeeze(1).shape, labels[:1].shape)
#> torch.Size([1]) torch.Size([1])

# %% not-probabilities tags=["raises-exception"]
logits, labels = torch.tensor([2.0, -1.0]), torch.tensor([1.0, 0.0])
nn.BCELoss()(logits, labels)
#> RuntimeError: all elements of input should be between 0 and 1

# %% logits tags=["right"]
print(nn.BCEWithLogitsLoss()(logits, labels))
print(nn.BCELoss()(logits.sigmoid(), labels))
#> tensor(0.2201)
#> tensor(0.2201)

# %% integer-labels tags=["raises-exception"]
labels = torch.tensor([1, 0])
nn.BCEWithLogitsLoss()(logits, labels)
#> RuntimeError: result type Float can't be cast to the desired output type Long

# %% integer-labels-of-probabilities tags=["raises-exception"]
nn.BCELoss()(logits.sigmoid(), labels)
#> RuntimeError: Found dtype Long but expected Float

# %% boolean-labels tags=["raises-exception"]
nn.BCEWithLogitsLoss()(logits, labels == 1)
#> NotImplementedError: Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.
#torch<2.14> RuntimeError: Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.

# %% float-labels tags=["right"]
print(nn.BCEWithLogitsLoss()(logits, labels.float()))
#> tensor(0.2201)

# %% sigmoid-twice tags=["wrong"]
certain = torch.tensor([100.0, -100.0])
labels = torch.tensor([1.0, 0.0])
print(nn.BCEWithLogitsLoss()(certain.sigmoid(), labels))
#> tensor(0.5032)

# %% sigmoid-once tags=["right"]
loss = nn.BCEWithLogitsLoss()(certain, labels)
print(loss < 1e-6)
#> tensor(True)

# %% threshold-of-logits tags=["wrong"]
logits = torch.tensor([2.0, 0.3, -1.0])
print(logits.sigmoid())
print(logits > 0.5)
#> tensor([0.8808, 0.5744, 0.2689])
#> tensor([ True, False, False])

# %% threshold-of-probabilities tags=["right"]
print(logits.sigmoid() > 0.5)
print(logits > 0)
#> tensor([ True,  True, False])
#> tensor([ True,  True, False])

# %% negative-loss tags=["wrong"]
mask = torch.tensor([255, 0, 255], dtype=torch.uint8)
print(nn.BCEWithLogitsLoss()(logits, mask.float()))
#> tensor(-83.9018)

# %% zero-and-one tags=["right"]
print(nn.BCEWithLogitsLoss()(logits, (mask > 127).float()))
#> tensor(0.7648)

# %% pos-weight-of-images tags=["raises-exception"]
maps, masks = torch.zeros(1, 2, 4, 4), torch.ones(1, 2, 4, 4)
pos_weight = torch.tensor([2.0, 3.0])
nn.BCEWithLogitsLoss(pos_weight=pos_weight)(maps, masks)
#> RuntimeError: The size of tensor a (2) must match the size of tensor b (4) at non-singleton dimension 3

# %% pos-weight-of-channels tags=["right"]
loss_fn = nn.BCEWithLogitsLoss(pos_weight=pos_weight.reshape(2, 1, 1))
print(loss_fn(maps, masks))
#> tensor(1.7329)
