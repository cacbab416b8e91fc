# %% model
import torch
from torch import nn

torch.manual_seed(0)
net = nn.Linear(4, 1)
x, y = torch.randn(16, 4), torch.randn(16, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)

# %% clip
loss = nn.functional.mse_loss(net(x), 100 * y)
optimizer.zero_grad()
loss.backward()
norm = nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0)
optimizer.step()
clipped = nn.utils.get_total_norm([p.grad for p in net.parameters()])
print(norm > 1, f"{clipped:.2f}")
#> tensor(True) 1.00

# %% by-hand
first, second = torch.zeros(2), torch.zeros(1)
first.grad, second.grad = torch.tensor([2.0, 4.0]), torch.tensor([4.0])
total = torch.cat([first.grad, second.grad]).norm()
print(total, nn.utils.clip_grad_norm_([first, second], max_norm=3.0))
print(first.grad, second.grad)
#> tensor(6.) tensor(6.)
#> tensor([1.0000, 2.0000]) tensor([2.0000])

# %% small
print(nn.utils.clip_grad_norm_([first, second], max_norm=10.0))
print(first.grad, second.grad)
#> tensor(3.0000)
#> tensor([1.0000, 2.0000]) tensor([2.0000])

# %% norm
w = torch.zeros(2)
w.grad = torch.tensor([0.8, 3.0])
nn.utils.clip_grad_norm_([w], max_norm=1.0)
print(w.grad)
#> tensor([0.2577, 0.9662])

# %% value
v = torch.zeros(2)
v.grad = torch.tensor([0.8, 3.0])
nn.utils.clip_grad_value_([v], clip_value=1.0)
print(v.grad)
#> tensor([0.8000, 1.0000])

# %% draw-clipping tags=["remove-input"]
from drawing.canvas import GRAY, INK, ORANGE, TEAL, arrow, box, canvas, label, line
from matplotlib.patches import Arc

axes = canvas(330, 184)
axes.add_patch(Arc((72, 172), 100, 100, theta1=180, color=TEAL, ls="--"))
box(axes, 22, 122, 100, 50, ORANGE, linestyle="--")
line(axes, (14, 172), (150, 172))
line(axes, (72, 8), (72, 172))
drawn = {
    ("梯度", "gradient"): (torch.tensor([0.8, 3.0]), INK),
    ("按值裁剪", "clipped by value"): (v.grad, ORANGE),
    ("按范数裁剪", "clipped by norm"): (w.grad, TEAL),
}
for row, ((zh, en), (vector, color)) in enumerate(drawn.items()):
    right, up = vector.tolist()
    arrow(axes, (72, 172), (72 + 50 * right, 172 - 50 * up), color, lw=1.6)
    line(axes, (168, 30 + 40 * row), (184, 30 + 40 * row), color=color, width=2)
    label(axes, 190, 30 + 40 * row, zh=zh, en=en, align="left")
    numbers = f"[{right:.2f}, {up:.2f}]"
    label(axes, 190, 46 + 40 * row, numbers, align="left", color=GRAY)

# %% measure
norms = []
for inputs, target in zip(x.split(4), y.split(4)):
    loss = nn.functional.mse_loss(net(inputs), target)
    optimizer.zero_grad()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(net.parameters(), float("inf"))
    optimizer.step()
    norms.append(norm.item())
print([f"{norm:.0f}" for norm in norms])
#> ['2', '4', '3', '4']

# %% scaler
scaler = torch.amp.GradScaler("cpu")
loss = nn.functional.mse_loss(net(x), 100 * y)
optimizer.zero_grad()
scaler.scale(loss).backward()
scaler.unscale_(optimizer)
norm = nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0)
scaler.step(optimizer)
scaler.update()
print(f"{scaler.get_scale():.0f}", norm < 1000)
#> 65536 tensor(True)

# %% accumulate
optimizer.zero_grad()
for inputs, target in zip(x.split(4), y.split(4)):
    loss = nn.functional.mse_loss(net(inputs), target)
    (loss / 4).backward()
norm = nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0)
optimizer.step()
print(f"{norm:.1f}")
#> 0.8

# %% explode
def sequence_gradient(scale, steps=50):
    w = torch.tensor(scale, requires_grad=True)
    state = torch.tensor(1.0)
    for _ in range(steps):
        state = w * state
    state.backward()
    return w.grad


print([f"{sequence_gradient(scale):.0e}" for scale in (0.8, 1.0, 1.2)])
#> ['9e-04', '5e+01', '4e+05']

# %% after-step tags=["wrong"]
def weight_after(clip_first):
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    (1000 * w).sum().backward()
    if clip_first:
        nn.utils.clip_grad_norm_([w], max_norm=1.0)
    optimizer.step()
    if not clip_first:
        nn.utils.clip_grad_norm_([w], max_norm=1.0)
    return w.item()


print(weight_after(clip_first=False))
#> -100.0

# %% before-step tags=["right"]
print(round(weight_after(clip_first=True), 4))
#> -0.1

# %% still-scaled tags=["wrong"]
def step_size(unscale):
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=1.0)
    scaler = torch.amp.GradScaler("cpu")
    scaler.scale((0.5 * w).sum()).backward()
    if unscale:
        scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_([w], max_norm=1.0)
    scaler.step(optimizer)
    return w.abs().item()


print(f"{step_size(unscale=False):.6f}")
#> 0.000015

# %% unscaled tags=["right"]
print(f"{step_size(unscale=True):.6f}")
#> 0.500000

# %% unscale-twice tags=["raises-exception"]
scaler = torch.amp.GradScaler("cpu")
scaler.scale(nn.functional.mse_loss(net(x), y)).backward()
scaler.unscale_(optimizer)
scaler.unscale_(optimizer)
#> RuntimeError: unscale_() has already been called on this optimizer since the last update().

# %% unscale-once tags=["right"]
scaler = torch.amp.GradScaler("cpu")
for _ in range(2):
    optimizer.zero_grad()
    scaler.scale(nn.functional.mse_loss(net(x), y)).backward()
    scaler.unscale_(optimizer)
    norm = nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0)
    scaler.step(optimizer)
    scaler.update()

# %% generator tags=["wrong"]
parameters = net.parameters()
print(sum(p.numel() for p in parameters))
print(nn.utils.clip_grad_norm_(parameters, max_norm=1.0))
#> 5
#> UserWarning: `parameters` is an empty generator, no gradient clipping will occur.
#> tensor(0.)

# %% parameters-anew tags=["right"]
norm = nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0)
print(norm > 0)
#> tensor(True)

# %% nan-gradient tags=["wrong"]
first.grad, second.grad = torch.tensor([1.0, 2.0]), torch.tensor([torch.nan])
print(nn.utils.clip_grad_norm_([first, second], max_norm=1.0))
print(first.grad)
#> tensor(nan)
#> tensor([nan, nan])

# %% error-if-nonfinite tags=["raises-exception"]
first.grad = torch.tensor([1.0, 2.0])
nn.utils.clip_grad_norm_(
    [first, second], max_norm=1.0, error_if_nonfinite=True
)
#> RuntimeError: The total norm of order 2.0 for gradients from `parameters` is non-finite, so it cannot be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`

# %% skip-step tags=["right"]
norm = nn.utils.clip_grad_norm_([first, second], max_norm=1.0)
if norm.isfinite():
    optimizer.step()
else:
    print("skipped")
#> skipped

# %% old-name tags=["wrong"]
nn.utils.clip_grad_norm(net.parameters(), max_norm=1.0)
#> FutureWarning: `torch.nn.utils.clip_grad_norm` is now deprecated in favor of `torch.nn.utils.clip_grad_norm_`.
