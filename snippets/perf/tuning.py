# %% imports
import copy
import logging
import time

import torch
from torch import nn

# zh: 有 CUDA 工具包却没有 GPU 时，下面的模块会记一条日志。
# en: With a CUDA toolkit and no GPU, the module below logs a line.
logging.getLogger("torch.utils.cpp_extension").setLevel("ERROR")
from torch.utils.benchmark import Timer


# %% ratio
def ratio(slow, fast):
    seconds = []
    for function in (slow, fast):
        timer = Timer("function()", globals={"function": function})
        seconds.append(timer.blocked_autorange().median)
    return f"{seconds[0] / seconds[1]:.1f} times as fast"

# %% model
torch.manual_seed(0)
device = "cuda" if torch.cuda.is_available() else "cpu"
net = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
net = net.to(device)
x = torch.randn(256, 64, device=device)

# %% batch tags=["alone", "varies"]
print(ratio(lambda: [net(row) for row in x], lambda: net(x)))
#> 76.7 times as fast

# %% where-time-goes tags=["varies"]
def slow_loader():
    for _ in range(20):
        time.sleep(0.01)
        yield torch.randn(256, 64)


waited, begin = 0.0, time.perf_counter()
start = begin
for batch in slow_loader():
    waited += time.perf_counter() - start
    net(batch.to(device)).sum().item()
    start = time.perf_counter()
print(f"waiting: {waited / (start - begin):.0%} of the time")
#> waiting: 45% of the time

# %% grow tags=["varies"]
def grow():
    result = torch.empty(0, 64, device=device)
    for row in x:
        result = torch.cat([result, row[None]])
    return result


def collect():
    return torch.stack(list(x))


print(torch.equal(grow(), collect()), ratio(grow, collect))
#> True 8.6 times as fast

# %% optimizer tags=["varies"]
def stepping(**options):
    layers = [nn.Linear(16, 16, device=device) for _ in range(50)]
    parameters = nn.ModuleList(layers).parameters()
    optimizer = torch.optim.AdamW(parameters, **options)
    sum(layer.weight.sum() for layer in layers).backward()
    return optimizer.step


print(ratio(stepping(foreach=False), stepping(fused=True)))
#> 3.8 times as fast

# %% set-to-none
net(x).sum().backward()
net.zero_grad()
print(net[0].weight.grad)
#> None

# %% channels-last tags=["varies"]
images = torch.randn(8, 3, 64, 64, device=device)
conv = nn.Sequential(
    nn.Conv2d(3, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3)
).to(device)
contiguous = copy.deepcopy(conv)
conv = conv.to(memory_format=torch.channels_last)
images_last = images.to(memory_format=torch.channels_last)
print(images_last.shape, images_last.stride())
print(ratio(lambda: contiguous(images), lambda: conv(images_last)))
#> torch.Size([8, 3, 64, 64]) (12288, 1, 192, 3)
#> 4.6 times as fast

# %% graph-kept tags=["wrong"]
total = 0
for rows in x.split(64):
    total += net(rows).square().mean()
print(total.grad_fn is None)
#> False

# %% graph-not-kept tags=["right"]
total = torch.zeros((), device=device)
for rows in x.split(64):
    total += net(rows).square().mean().detach()
print(total.grad_fn is None)
#> True

# %% precision
print(torch.get_float32_matmul_precision())
torch.set_float32_matmul_precision("high")
print(torch.get_float32_matmul_precision())
torch.set_float32_matmul_precision("highest")
#> highest
#> high

# %% inference-mode tags=["varies"]
def predict_with_graph():
    return net(x[:1])


@torch.inference_mode()
def predict():
    return net(x[:1])


print(ratio(predict_with_graph, predict))
#> 2.1 times as fast

# %% threads
before = torch.get_num_threads()
torch.set_num_threads(1)
print(torch.get_num_threads())
torch.set_num_threads(before)
#> 1

# %% anomaly tags=["wrong", "varies"]
def backward(anomaly):
    with torch.autograd.set_detect_anomaly(anomaly):
        net(x).sum().backward()


print(ratio(lambda: backward(True), lambda: backward(False)))
#> 6.6 times as fast

# %% interop-threads tags=["raises-exception"]
torch.set_num_interop_threads(2)
torch.set_num_interop_threads(2)
#> RuntimeError: Error: cannot set number of interop threads after parallel work has started or set_num_interop_threads called
