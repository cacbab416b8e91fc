# %% timer tags=["alone", "varies"]
import logging
import time
from statistics import median

import torch

# zh: 有 CUDA 工具包却没有 GPU 时，下面的模块会记一条日志。
# en: With a CUDA toolkit and no GPU, the module below logs a line.
logging.getLogger("torch.utils.cpp_extension").setLevel("ERROR")
from torch.utils.benchmark import Timer

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
x = torch.ones(256, 256, device=device)
measured = Timer("x @ x", globals={"x": x}).blocked_autorange()
print(f"{device.type}: {1e6 * measured.median:.1f} µs")
#> cpu: 328.2 µs

# %% timer-threads
print(measured.num_threads)
#> 1

# %% synchronize
# zh: 等设备算完：GPU 可能落后，CPU 从不落后。
# en: Wait until the device is done: a GPU may lag behind, a CPU never does.
def synchronize():
    if device.type == "cuda":
        torch.cuda.synchronize()

# %% returned-and-finished tags=["varies"]
y = torch.ones(2048, 2048, device=device)
y @ y
synchronize()
start = time.perf_counter()
y @ y
returned = time.perf_counter() - start
synchronize()
finished = time.perf_counter() - start
print(f"{device.type} returned: {1e6 * returned:.1f} µs")
print(f"{device.type} finished: {1e6 * finished:.1f} µs")
#> cpu returned: 230426.8 µs
#> cpu finished: 230464.7 µs

# %% draw-timeline tags=["remove-input"]
from drawing.resources import timeline

timeline()

# %% median-time
def median_time(function, repeats=20):
    for _ in range(3):
        function()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        function()
        synchronize()
        times.append(time.perf_counter() - start)
    return median(times)

# %% by-hand tags=["varies"]
print(f"{device.type}: {1e6 * median_time(lambda: x @ x):.1f} µs")
#> cpu: 325.6 µs

# %% cuda-events tags=["requires-cuda", "varies"]
start = torch.cuda.Event(enable_timing=True)
end = torch.cuda.Event(enable_timing=True)
start.record()
x @ x
end.record()
end.synchronize()
print(f"{start.elapsed_time(end):.3f} ms")

# %% first-call tags=["varies"]
two = torch.ones(2, device=device)
for call in range(4):
    synchronize()
    start = time.perf_counter()
    torch.sin(two)
    synchronize()
    print(f"call {call}: {1e6 * (time.perf_counter() - start):.1f} µs")
#> call 0: 153.8 µs
#> call 1: 3.9 µs
#> call 2: 2.4 µs
#> call 3: 1.9 µs

# %% small-and-large tags=["varies"]
for n in (2, 16, 128, 1024):
    z = torch.ones(n, n, device=device)
    measured = Timer("z @ z", globals={"z": z}).blocked_autorange()
    print(f"{device.type} {n}: {1e6 * measured.median:.1f} µs")
#> cpu 2: 1.2 µs
#> cpu 16: 1.5 µs
#> cpu 128: 44.1 µs
#> cpu 1024: 21439.9 µs

# %% loop-or-batch tags=["varies"]
names = {
    "xs": torch.ones(1000, 2, 3, device=device),
    "ys": torch.ones(1000, 3, 1, device=device),
}
for code in ("for x, y in zip(xs, ys): x @ y", "xs @ ys"):
    measured = Timer(code, globals=names).blocked_autorange()
    print(f"{device.type} {1e6 * measured.median:.1f} µs: {code}")
#> cpu 2079.2 µs: for x, y in zip(xs, ys): x @ y
#> cpu 17.4 µs: xs @ ys

# %% creation-counted tags=["wrong", "varies"]
counted = Timer("x @ torch.rand_like(x)", globals={"x": x})
print(f"{device.type}: {1e6 * counted.blocked_autorange().median:.1f} µs")
#> cpu: 525.0 µs

# %% creation-apart tags=["right", "varies"]
apart = Timer("x @ y", setup="y = torch.rand_like(x)", globals={"x": x})
print(f"{device.type}: {1e6 * apart.blocked_autorange().median:.1f} µs")
#> cpu: 334.2 µs
