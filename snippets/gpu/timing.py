# %% synchronize
import logging
import time
from statistics import median

# zh: 装了 CUDA 工具包却没有 GPU 时，torch.utils.benchmark 会记一条日志。
# en: With a CUDA toolkit and no GPU, torch.utils.benchmark logs a line.
logging.getLogger("torch.utils.cpp_extension").setLevel("ERROR")

import matplotlib.pyplot as plt
import torch
from torch.utils.benchmark import Timer

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

# zh: 等设备算完：GPU 可能落后，CPU 从不落后。
# en: Wait until the device is done: a GPU may lag behind, a CPU never does.
synchronize = torch.cuda.synchronize if device.type == "cuda" else torch.cpu.synchronize

# %% first-call tags=["alone", "varies"]
for call in range(4):
    start = time.perf_counter()
    a = torch.ones(2, 3, device=device)
    b = torch.ones(3, 1, device=device)
    a @ b
    synchronize()
    print(f"{device.type} {call}: {1e6 * (time.perf_counter() - start):.1f} µs")
#> cpu 0: 670.6 µs
#> cpu 1: 20.7 µs
#> cpu 2: 6.9 µs
#> cpu 3: 5.9 µs

# %% timer tags=["varies"]
measured = Timer("a @ b", globals={"a": a, "b": b}).blocked_autorange()
print(f"{device.type}: {1e6 * measured.median:.1f} µs")
#> cpu: 1.3 µs

# %% timer-threads
print(measured.num_threads)
#> 1

# %% small-and-large tags=["varies"]
for n in (2, 16, 128, 1024):
    x = torch.ones(n, n, device=device)
    measured = Timer("x @ x", globals={"x": x}).blocked_autorange()
    print(f"{device.type} {n}: {1e6 * measured.median:.1f} µs")
#> cpu 2: 1.2 µs
#> cpu 16: 1.4 µs
#> cpu 128: 44.1 µs
#> cpu 1024: 22908.3 µs

# %% loop-or-batch tags=["varies"]
xs = torch.ones(1000, 2, 3, device=device)
ys = torch.ones(1000, 3, 1, device=device)
loop = Timer("for x, y in zip(xs, ys): x @ y", globals={"xs": xs, "ys": ys})
batch = Timer("xs @ ys", globals={"xs": xs, "ys": ys})
print(f"{device.type} loop: {1e6 * loop.blocked_autorange().median:.1f} µs")
print(f"{device.type} batch: {1e6 * batch.blocked_autorange().median:.1f} µs")
#> cpu loop: 2181.6 µs
#> cpu batch: 13.2 µs

# %% returned-and-finished tags=["varies"]
x = torch.ones(2048, 2048, device=device)
x @ x
synchronize()
start = time.perf_counter()
x @ x
returned = time.perf_counter() - start
synchronize()
finished = time.perf_counter() - start
print(f"{device.type} returned: {1e6 * returned:.1f} µs")
print(f"{device.type} finished: {1e6 * finished:.1f} µs")
#> cpu returned: 256311.1 µs
#> cpu finished: 256339.3 µs

# %% median-time
def median_time(function, repeats=20):
    """The median time of one call, in seconds."""
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
x = torch.ones(256, 256, device=device)
print(f"{device.type}: {1e6 * median_time(lambda: x @ x):.1f} µs")
#> cpu: 319.9 µs

# %% cuda-events tags=["requires-cuda", "varies"]
start = torch.cuda.Event(enable_timing=True)
end = torch.cuda.Event(enable_timing=True)
start.record()
x @ x
end.record()
end.synchronize()
print(f"{start.elapsed_time(end):.3f} ms")

# %% by-size tags=["varies"]
devices = ["cpu", "cuda"] if torch.cuda.is_available() else ["cpu"]
sizes = {"x @ x": (16, 64, 256, 1024), "x.add_(1)": (64, 256, 1024, 4096)}
times = {}
for operation in sizes:
    for n in sizes[operation]:
        for name in devices:
            x = torch.ones(n, n, device=name)
            timer = Timer(operation, globals={"x": x}, num_threads=torch.get_num_threads())
            times[operation, n, name] = 1e6 * timer.blocked_autorange().median
        measured = [f"{name} {times[operation, n, name]:.1f} µs" for name in devices]
        print(operation, n, *measured)
#> x @ x 16 cpu 1.1 µs
#> x @ x 64 cpu 9.7 µs
#> x @ x 256 cpu 171.8 µs
#> x @ x 1024 cpu 10326.6 µs
#> x.add_(1) 64 cpu 2.2 µs
#> x.add_(1) 256 cpu 5.8 µs
#> x.add_(1) 1024 cpu 28.5 µs
#> x.add_(1) 4096 cpu 922.9 µs

# %% cpu-against-gpu tags=["requires-cuda", "varies"]
_, both = plt.subplots(1, 2, figsize=(8, 3))
for axes, operation in zip(both, sizes):
    for name in devices:
        curve = [times[operation, n, name] for n in sizes[operation]]
        axes.loglog(sizes[operation], curve, marker="o", label=name)
    axes.set(title=operation, xlabel="n", ylabel="time (µs)")
    axes.legend()
plt.tight_layout()
plt.show()

# %% creation-counted tags=["varies"]
x = torch.rand(128, 128, device=device)
together = Timer("x @ torch.rand(128, 128, device=x.device)", globals={"x": x})
alone = Timer("x @ y", setup="y = torch.rand(128, 128, device=x.device)", globals={"x": x})
print(f"{device.type} together: {1e6 * together.blocked_autorange().median:.1f} µs")
print(f"{device.type} alone: {1e6 * alone.blocked_autorange().median:.1f} µs")
#> cpu together: 94.8 µs
#> cpu alone: 44.6 µs
