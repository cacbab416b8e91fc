# %% setup
import time
from statistics import median

import matplotlib.pyplot as plt
import torch

accelerator = torch.accelerator.current_accelerator(check_available=True)
devices = ["cpu"] + ([accelerator.type] if accelerator else [])
print(devices)
#> ['cpu']

# %% median-seconds
def median_seconds(function, device, repeats=7):
    times = []
    for _ in range(2 + repeats):
        if device != "cpu":
            torch.accelerator.synchronize()
        start = time.perf_counter()
        function()
        if device != "cpu":
            torch.accelerator.synchronize()
        times.append(time.perf_counter() - start)
    return median(times[2:])

# %% matmul-times tags=["varies", "alone"]
sizes = [2**k for k in range(5, 12)]
matmul = {device: [] for device in devices}
for device in devices:
    for n in sizes:
        x = torch.rand(n, n, device=device)
        t = median_seconds(lambda: x @ x, device)
        matmul[device].append(t)
        print(f"{device} {n}: {1e3 * t:.3f} ms, {2e-9 * n**3 / t:.1f} GFLOP/s")
#> cpu 32: 0.003 ms, 24.4 GFLOP/s
#> cpu 64: 0.007 ms, 70.3 GFLOP/s
#> cpu 128: 0.044 ms, 95.4 GFLOP/s
#> cpu 256: 0.325 ms, 103.2 GFLOP/s
#> cpu 512: 2.754 ms, 97.5 GFLOP/s
#> cpu 1024: 21.198 ms, 101.3 GFLOP/s
#> cpu 2048: 181.511 ms, 94.6 GFLOP/s

# %% elementwise-times tags=["varies"]
counts = [10**k for k in range(2, 8)]
elementwise = {device: [] for device in devices}
for device in devices:
    for n in counts:
        x, y = torch.rand(n, device=device), torch.empty(n, device=device)
        t = median_seconds(lambda: torch.add(x, 1, out=y), device)
        elementwise[device].append(t)
        print(f"{device} {n}: {1e3 * t:.3f} ms, {8e-9 * n / t:.2f} GB/s")
#> cpu 100: 0.003 ms, 0.23 GB/s
#> cpu 1000: 0.003 ms, 2.60 GB/s
#> cpu 10000: 0.004 ms, 22.63 GB/s
#> cpu 100000: 0.012 ms, 66.68 GB/s
#> cpu 1000000: 0.089 ms, 90.24 GB/s
#> cpu 10000000: 2.339 ms, 34.21 GB/s

# %% new-result tags=["varies"]
x = torch.rand(counts[-1])
print(f"into y: {1e3 * elementwise['cpu'][-1]:.3f} ms")
print(f"x + 1:  {1e3 * median_seconds(lambda: x + 1, 'cpu'):.3f} ms")
#> into y: 2.339 ms
#> x + 1:  5.767 ms

# %% draw
def draw(axis, x, times, xlabel):
    for device in times:
        milliseconds = [1e3 * t for t in times[device]]
        axis.loglog(x, milliseconds, marker="o", label=device)
    axis.set(xlabel=xlabel, ylabel="time (ms)", xticks=x[::2])
    for side in (axis.xaxis, axis.yaxis):
        side.set_major_formatter("{x:g}")
    axis.minorticks_off()
    axis.legend()

# %% curves tags=["varies"]
_, (left, right) = plt.subplots(1, 2, figsize=(7, 3), layout="constrained")
draw(left, sizes, matmul, "n, for n × n matrices")
draw(right, counts, elementwise, "number of elements")
plt.show()

# %% lower-bound
operations, bandwidth = 8.1e12, 320e9
product = 2 * sizes[-1] ** 3 / operations
addition = 8 * counts[-1] / bandwidth
print(f"matrix product, n = {sizes[-1]}: at least {1e3 * product:.3f} ms")
print(f"addition, {counts[-1]} elements: at least {1e3 * addition:.3f} ms")
#> matrix product, n = 2048: at least 2.121 ms
#> addition, 10000000 elements: at least 0.250 ms

# %% transfer tags=["varies"]
x = torch.rand(counts[-1])
for device in devices:
    t = median_seconds(lambda: x.to(device, copy=True), device)
    print(f"cpu to {device}: {1e3 * t:.3f} ms")
    print(f"addition on {device}: {1e3 * elementwise[device][-1]:.3f} ms")
#> cpu to cpu: 5.785 ms
#> addition on cpu: 2.339 ms

# %% same-result
print(0.1 + 0.2 + 0.3 == 0.1 + (0.2 + 0.3))
torch.manual_seed(0)
x = torch.rand(64, 64)
for device in devices:
    y = (x.to(device) @ x.to(device)).cpu()
    print(device, torch.allclose(y, x @ x))
#> False
#> cpu True
