# %% setup
import time
from statistics import median

import matplotlib.pyplot as plt
import torch

devices = ["cpu"] + (["cuda"] if torch.cuda.is_available() else [])
for device in devices:
    print(device)
#> cpu

# %% machine tags=["varies"]
print(f"CPU threads: {torch.get_num_threads()}")
#> CPU threads: 2

# %% gpu-name tags=["requires-cuda", "varies"]
gpu = torch.cuda.get_device_properties(0)
print(f"multiprocessors: {gpu.multi_processor_count}")
print(f"memory: {gpu.total_memory / 2**30:.0f} GiB")

# %% median-time
def synchronize(device):
    """Wait until a GPU is done; a CPU never lags behind."""
    if device == "cuda":
        torch.cuda.synchronize()


def seconds(function, device):
    """How long one call takes until its result is there."""
    synchronize(device)
    start = time.perf_counter()
    function()
    synchronize(device)
    return time.perf_counter() - start

# %% median-of-repeats
def median_seconds(function, device, repeats=7):
    """The median of several calls, after two that do not count."""
    for _ in range(2):
        function()
    return median(seconds(function, device) for _ in range(repeats))

# %% first-call tags=["alone", "varies"]
for device in devices:
    x = torch.rand(256, 256, device=device)
    first = seconds(lambda: x @ x, device)
    later = median_seconds(lambda: x @ x, device)
    print(f"{device}: first {1e3 * first:.3f} ms, later {1e3 * later:.3f} ms")
#> cpu: first 2.112 ms, later 0.231 ms

# %% matmul-times tags=["varies"]
sizes = [2**k for k in range(5, 12)]
matmul = {device: [] for device in devices}
for device in devices:
    for n in sizes:
        x = torch.rand(n, n, device=device)
        matmul[device].append(median_seconds(lambda: x @ x, device))
for device in devices:
    for n, t in zip(sizes, matmul[device]):
        print(f"{device} {n}: {1e3 * t:.3f} ms, {2e-9 * n**3 / t:.1f} GFLOP/s")
#> cpu 32: 0.003 ms, 21.1 GFLOP/s
#> cpu 64: 0.006 ms, 93.5 GFLOP/s
#> cpu 128: 0.023 ms, 179.7 GFLOP/s
#> cpu 256: 0.163 ms, 205.7 GFLOP/s
#> cpu 512: 1.355 ms, 198.1 GFLOP/s
#> cpu 1024: 11.475 ms, 187.2 GFLOP/s
#> cpu 2048: 93.582 ms, 183.6 GFLOP/s

# %% elementwise-times tags=["varies"]
counts = [10**k for k in range(2, 8)]
elementwise = {device: [] for device in devices}
for device in devices:
    for n in counts:
        x, y = torch.rand(n, device=device), torch.empty(n, device=device)
        t = median_seconds(lambda: torch.add(x, 1, out=y), device)
        elementwise[device].append(t)
for device in devices:
    for n, t in zip(counts, elementwise[device]):
        print(f"{device} {n}: {1e3 * t:.3f} ms, {8e-9 * n / t:.2f} GB/s")
#> cpu 100: 0.003 ms, 0.26 GB/s
#> cpu 1000: 0.002 ms, 3.66 GB/s
#> cpu 10000: 0.003 ms, 30.72 GB/s
#> cpu 100000: 0.006 ms, 142.37 GB/s
#> cpu 1000000: 0.048 ms, 165.59 GB/s
#> cpu 10000000: 1.852 ms, 43.19 GB/s

# %% new-result tags=["varies"]
x = torch.rand(counts[-1])
print(f"into y: {1e3 * elementwise['cpu'][-1]:.3f} ms")
print(f"x + 1:  {1e3 * median_seconds(lambda: x + 1, 'cpu'):.3f} ms")
#> into y: 1.852 ms
#> x + 1:  32.001 ms

# %% draw
def draw(axis, x, times, xlabel):
    """One curve per device, both axes logarithmic."""
    for device in times:
        axis.loglog(x, [1e3 * t for t in times[device]], marker="o", label=device)
    axis.set(xlabel=xlabel, ylabel="time (ms)", xticks=x[::2])
    for side in (axis.xaxis, axis.yaxis):
        side.set_major_formatter("{x:g}")
    axis.minorticks_off()
    axis.legend()

# %% cpu-curves tags=["varies"]
_, (left, right) = plt.subplots(1, 2, figsize=(7, 3), layout="constrained")
draw(left, sizes, {"cpu": matmul["cpu"]}, "n, for n × n matrices")
draw(right, counts, {"cpu": elementwise["cpu"]}, "number of elements")
plt.show()

# %% both-curves tags=["requires-cuda", "varies"]
_, (left, right) = plt.subplots(1, 2, figsize=(7, 3), layout="constrained")
draw(left, sizes, matmul, "n, for n × n matrices")
draw(right, counts, elementwise, "number of elements")
plt.show()

# %% speed-up tags=["requires-cuda", "varies"]
for n, cpu, cuda in zip(sizes, matmul["cpu"], matmul["cuda"]):
    print(f"matmul {n}: {cpu / cuda:.1f} times as fast on the GPU")
for n, cpu, cuda in zip(counts, elementwise["cpu"], elementwise["cuda"]):
    print(f"elementwise {n}: {cpu / cuda:.1f} times as fast on the GPU")

# %% transfer tags=["requires-cuda", "varies"]
x = torch.rand(counts[-1])
there = median_seconds(lambda: x.to("cuda"), "cuda")
on_gpu = x.to("cuda")
back = median_seconds(lambda: on_gpu.to("cpu"), "cuda")
print(f"to the GPU: {1e3 * there:.3f} ms")
print(f"back: {1e3 * back:.3f} ms")
print(f"the addition itself: {1e3 * elementwise['cuda'][-1]:.3f} ms")

# %% one-call tags=["varies"]
x = torch.rand(128, 128, device=devices[-1])
times = sorted(seconds(lambda: x @ x, devices[-1]) for _ in range(50))
print(f"shortest {1e3 * times[0]:.3f} ms, median {1e3 * median(times):.3f} ms")
print(f"longest {1e3 * times[-1]:.3f} ms")
#> shortest 0.023 ms, median 0.025 ms
#> longest 5.478 ms

# %% not-synchronized tags=["requires-cuda", "varies"]
x = torch.rand(4096, 4096, device="cuda")
x @ x
synchronize("cuda")
start = time.perf_counter()
x @ x
print(f"queued after {1e3 * (time.perf_counter() - start):.3f} ms")
synchronize("cuda")
print(f"done after {1e3 * (time.perf_counter() - start):.3f} ms")

# %% same-result
print(0.1 + 0.2 + 0.3 == 0.1 + (0.2 + 0.3))
torch.manual_seed(0)
x = torch.rand(64, 64)
for device in devices:
    y = (x.to(device) @ x.to(device)).cpu()
    print(device, torch.allclose(y, x @ x))
#> False
#> cpu True
