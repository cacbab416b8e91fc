# %% model
import torch
from torch import nn
from torch.optim import lr_scheduler

torch.manual_seed(0)
x, y = torch.randn(8, 4), torch.randn(8, 1)
batches = list(zip(x.split(4), y.split(4)))
net = nn.Linear(4, 1)

# %% per-epoch
epochs = 4
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
for epoch in range(epochs):
    for inputs, target in batches:
        loss = nn.functional.mse_loss(net(inputs), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, f"{scheduler.get_last_lr()[0]:.4f}")
    scheduler.step()
#> 0 0.1000
#> 1 0.0854
#> 2 0.0500
#> 3 0.0146

# %% per-batch
steps = epochs * len(batches)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps)
for epoch in range(epochs):
    for inputs, target in batches:
        loss = nn.functional.mse_loss(net(inputs), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
    print(epoch, f"{scheduler.get_last_lr()[0]:.4f}")
#> 0 0.0854
#> 1 0.0500
#> 2 0.0146
#> 3 0.0000

# %% rates
def rates(new_scheduler, steps=30):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    scheduler = new_scheduler(optimizer)
    values = []
    for _ in range(steps):
        values.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    return values


step = rates(lambda o: lr_scheduler.StepLR(o, 10, gamma=0.5))
print([round(value, 3) for value in step[8:12]])
#> [0.1, 0.1, 0.05, 0.05]

# %% three-rates
cosine = rates(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=30))
one_cycle = rates(
    lambda o: lr_scheduler.OneCycleLR(o, max_lr=0.1, total_steps=30)
)

# %% draw-rates tags=["remove-input"]
from drawing.charts import curves

curves(
    {"StepLR": step, "CosineAnnealingLR": cosine, "OneCycleLR": one_cycle},
    x=("步数", "step"),
    y=("学习率", "learning rate"),
    start=0,
)

# %% warmup
def warmup_then_cosine(optimizer, warmup=5, steps=30):
    rise = lr_scheduler.LinearLR(
        optimizer, start_factor=0.1, total_iters=warmup
    )
    fall = lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps - warmup)
    return lr_scheduler.SequentialLR(
        optimizer, [rise, fall], milestones=[warmup]
    )


warm = rates(warmup_then_cosine)
print([round(value, 3) for value in warm[:7]])
#> [0.01, 0.028, 0.046, 0.064, 0.082, 0.1, 0.1]

# %% lambda
def factor(step, warmup=5, steps=30):
    if step < warmup:
        return (step + 1) / warmup
    return (steps - step) / (steps - warmup)


linear = rates(lambda o: lr_scheduler.LambdaLR(o, factor))
print([round(value, 3) for value in linear[:7]], round(linear[-1], 3))
#> [0.02, 0.04, 0.06, 0.08, 0.1, 0.1, 0.096] 0.004

# %% draw-warmup tags=["remove-input"]
curves(
    {
        ("预热 + 余弦", "warmup, cosine"): warm,
        ("预热 + 线性", "warmup, linear"): linear,
    },
    x=("步数", "step"),
    y=("学习率", "learning rate"),
    start=0,
)

# %% plateau
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.ReduceLROnPlateau(
    optimizer, mode="min", factor=0.1, patience=2
)
for valid_loss in (0.9, 0.7, 0.7, 0.7, 0.7, 0.6):
    optimizer.step()
    scheduler.step(valid_loss)
    print(valid_loss, f"{scheduler.get_last_lr()[0]:.3f}")
#> 0.9 0.100
#> 0.7 0.100
#> 0.7 0.100
#> 0.7 0.100
#> 0.7 0.010
#> 0.6 0.010

# %% read
groups = [{"params": [net.weight]}, {"params": [net.bias], "lr": 1.0}]
optimizer = torch.optim.SGD(groups, lr=0.1)
scheduler = lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
optimizer.step()
scheduler.step()
print(scheduler.get_last_lr())
print([group["lr"] for group in optimizer.param_groups])
#> [0.05, 0.5]
#> [0.05, 0.5]

# %% scheduler-first tags=["wrong"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.5)
scheduler.step()
print(optimizer.param_groups[0]["lr"])
optimizer.step()
#> UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
#> 0.05

# %% optimizer-first tags=["right"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.5)
print(optimizer.param_groups[0]["lr"])
optimizer.step()
scheduler.step()
#> 0.1

# %% skipped-step tags=["wrong"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.5)
scaler = torch.amp.GradScaler("cpu", init_scale=2.0**127)
loss = nn.functional.mse_loss(net(x), 2 * y)
optimizer.zero_grad()
scaler.scale(loss).backward()
scaler.step(optimizer)
scaler.update()
scheduler.step()
#> UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate

# %% step-if-updated tags=["right"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.5)
for _ in range(5):
    loss = nn.functional.mse_loss(net(x), 2 * y)
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    before = scaler.get_scale()
    scaler.step(optimizer)
    scaler.update()
    if scaler.get_scale() >= before:
        scheduler.step()
    print(scheduler.get_last_lr())
#> [0.1]
#> [0.1]
#> [0.1]
#> [0.1]
#> [0.05]

# %% plateau-without-value tags=["raises-exception"]
scheduler = lr_scheduler.ReduceLROnPlateau(optimizer)
scheduler.step()
#> TypeError: ReduceLROnPlateau.step() missing 1 required positional argument: 'metrics'

# %% too-many-steps tags=["raises-exception"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=epochs)
for epoch in range(epochs):
    for batch in batches:
        optimizer.step()
        scheduler.step()
#> ValueError: Tried to step 5 times. The specified number of total steps is 4

# %% count-batches tags=["right"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.OneCycleLR(
    optimizer, 0.1, epochs=epochs, steps_per_epoch=len(batches)
)
for epoch in range(epochs):
    for batch in batches:
        optimizer.step()
        scheduler.step()
print(scheduler.last_epoch)
#> 8

# %% cosine-rises tags=["wrong"]
values = rates(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=15))
print(f"{values[15]:.3f} {values[29]:.3f}")
#> 0.000 0.099

# %% cosine-falls tags=["right"]
values = rates(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=30))
print(f"{values[15]:.3f} {values[29]:.3f}")
#> 0.050 0.000

# %% one-cycle-momentum tags=["wrong"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=30)
print(optimizer.param_groups[0]["momentum"])
#> 0.95

# %% one-cycle-rate-only tags=["right"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.OneCycleLR(
    optimizer, 0.1, total_steps=30, cycle_momentum=False
)
print(optimizer.param_groups[0]["momentum"])
#> 0

# %% plateau-of-accuracy tags=["wrong"]
def after_training(mode):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    scheduler = lr_scheduler.ReduceLROnPlateau(
        optimizer, mode=mode, patience=1
    )
    for accuracy in (0.5, 0.6, 0.7, 0.8, 0.9):
        optimizer.step()
        scheduler.step(accuracy)
    return f"{scheduler.get_last_lr()[0]:.3f}"


print(after_training("min"))
#> 0.001

# %% plateau-max tags=["right"]
print(after_training("max"))
#> 0.100

# %% get-lr tags=["wrong"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
for _ in range(2):
    optimizer.step()
    scheduler.step()
print(scheduler.get_lr())
#> UserWarning: To get the last learning rate computed by the scheduler, please use `get_last_lr()`.
#> [0.025]

# %% get-last-lr tags=["right"]
print(scheduler.get_last_lr())
#> [0.05]

# %% last-epoch tags=["raises-exception"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
lr_scheduler.StepLR(optimizer, step_size=2, last_epoch=5)
#> KeyError: "param 'initial_lr' is not specified in param_groups[0] when resuming scheduler with last_epoch >= 0.\nThis typically happens when:\n1. You're trying to resume training from a checkpoint but haven't properly loaded the optimizer state\n2. You're using last_epoch >= 0 for a fresh training run (not recommended)"

# %% step-of-epoch tags=["wrong"]
scheduler = lr_scheduler.StepLR(optimizer, step_size=2)
optimizer.step()
scheduler.step(1)
#> UserWarning: The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where possible. Please use `scheduler.step()` to step the scheduler. During the deprecation, if epoch is different from None, the closed form is used instead of the new chainable form, where available. Please open an issue if you are unable to replicate your use case: https://github.com/pytorch/pytorch/issues/new/choose.

# %% verbose tags=["raises-exception"]
lr_scheduler.ReduceLROnPlateau(optimizer, patience=2, verbose=True)
#> TypeError: ReduceLROnPlateau.__init__() got an unexpected keyword argument 'verbose'
