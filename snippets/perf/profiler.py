# %% setup
import tempfile
from pathlib import Path

import torch
from torch import nn
from torch.profiler import profile, record_function

torch.manual_seed(0)
device = "cuda" if torch.cuda.is_available() else "cpu"
net = nn.Sequential(
    nn.Linear(256, 512), nn.ReLU(),
    nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)).to(device)
x = torch.randn(2048, 256, device=device)
targets = torch.randint(10, (2048,), device=device)

# %% quiet tags=["remove-cell"]
# The library below the profiler writes lines with the date, and one of a GPU that it does not find.
__import__("os").environ["KINETO_LOG_LEVEL"] = "99"

# %% train-step
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)


def train_step():
    loss = nn.functional.cross_entropy(net(x), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


for _ in range(3):
    train_step()

# %% profile tags=["varies"]
with profile() as prof:
    train_step()

averages = prof.key_averages()
table = averages.table(
    sort_by="self_cpu_time_total", max_name_column_width=20
)
# zh: 表很长，这里只打印表头和两行，以及前四列。
# en: The table is long: here are its head and two rows, and four columns.
for name in ("Name", "aten::mm", "aten::addmm"):
    print(next(row[:62] for row in table.split("\n") if f"{name} " in row))
#>                 Name    Self CPU %      Self CPU   CPU total %
#>             aten::mm        42.31%      95.740ms        42.31%
#>          aten::addmm        11.53%      26.082ms        19.09%
#torch<2.13> UserWarning: Warning: Profiler clears events at the end of each cycle.Only events from the current cycle will be reported.To keep events across cycles, set acc_events=True.
#torch<2.13>                 Name    Self CPU %      Self CPU   CPU total %
#torch<2.13>             aten::mm        42.76%      99.873ms        42.76%
#torch<2.13>          aten::addmm        13.68%      31.948ms        19.70%

# %% counts
calls = {event.key: event.count for event in prof.key_averages()}
print("addmm:", calls["aten::addmm"], "mm:", calls["aten::mm"])
#> addmm: 3 mm: 5

# %% record-function
def named_step():
    with record_function("my_forward"):
        loss = nn.functional.cross_entropy(net(x), targets)
    optimizer.zero_grad()
    with record_function("my_backward"):
        loss.backward()
    optimizer.step()

# %% named-parts tags=["varies"]
with profile() as prof:
    named_step()
for event in prof.key_averages():
    if event.key.startswith(("my_", "Optimizer.step")):
        print(f"{event.key}: {event.cpu_time_total / 1000:.2f} ms")
#> my_forward: 133.57 ms
#> my_backward: 183.06 ms
#> Optimizer.step#SGD.step: 43.85 ms

# %% schedule
def ready(prof):
    calls = {event.key: event.count for event in prof.key_averages()}
    print("step", prof.step_num, "addmm:", calls["aten::addmm"])


schedule = torch.profiler.schedule(wait=1, warmup=1, active=2, repeat=1)
with profile(schedule=schedule, on_trace_ready=ready) as prof:
    for step in range(10):
        train_step()
        prof.step()
#> step 4 addmm: 6

# %% trace
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "trace.json"
    with profile() as prof:
        train_step()
    prof.export_chrome_trace(str(path))
    print(path.name, path.stat().st_size > 1000)
#> trace.json True

# %% shapes tags=["varies"]
with profile(record_shapes=True) as prof:
    train_step()
for event in prof.key_averages(group_by_input_shape=True):
    if event.key == "aten::addmm":
        print(event.input_shapes[1:3], f"{event.cpu_time_total:.0f} µs")
#> [[2048, 256], [256, 512]] 15304 µs
#> [[2048, 512], [512, 512]] 42036 µs
#> [[2048, 512], [512, 10]] 497 µs

# %% memory
with profile(profile_memory=True) as prof:
    with torch.no_grad():
        hidden = net[0](x)
for event in prof.key_averages():
    if event.key == "aten::addmm":
        print(event.self_cpu_memory_usage, hidden.nbytes)
#> 4194304 4194304

# %% sort-key tags=["raises-exception"]
prof.key_averages().table(sort_by="cpu")
#> AttributeError: 'FunctionEventAvg' object has no attribute 'cpu'

# %% never-stepped tags=["raises-exception"]
with profile(schedule=schedule) as prof:
    for step in range(10):
        train_step()
prof.key_averages()
#> AssertionError: Profiler must be initialized before getting key averages

# %% saved-twice tags=["raises-exception"]
with profile() as prof:
    train_step()
with tempfile.TemporaryDirectory() as folder:
    prof.export_chrome_trace(f"{folder}/trace.json")
    prof.export_chrome_trace(f"{folder}/again.json")
#> RuntimeError: Trace is already saved.
