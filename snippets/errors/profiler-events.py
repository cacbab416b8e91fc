# %% setup
import shutil
import tempfile
from pathlib import Path

import torch
from torch.profiler import profile, schedule

x = torch.ones(4)

# %% quiet tags=["remove-cell"]
# The library below the profiler writes lines with the date, and one of a GPU that it does not find.
__import__("os").environ["KINETO_LOG_LEVEL"] = "99"

# %% cycles tags=["wrong"]
plan = schedule(wait=0, warmup=1, active=1, repeat=2)
with profile(schedule=plan) as prof:
    for step in range(4):
        x + x
        prof.step()
print({e.key: e.count for e in prof.key_averages()}["aten::add"])
#> UserWarning: Warning: Profiler clears events at the end of each cycle. Only events from the current cycle will be reported. To keep events across cycles, set acc_events=True.
#> 1
#torch<2.13> UserWarning: Warning: Profiler clears events at the end of each cycle.Only events from the current cycle will be reported.To keep events across cycles, set acc_events=True.
#torch<2.13> 1

# %% all-cycles tags=["right"]
with profile(schedule=plan, acc_events=True) as prof:
    for step in range(4):
        x + x
        prof.step()
print({e.key: e.count for e in prof.key_averages()}["aten::add"])
#> 2

# %% each-cycle tags=["right"]
def ready(prof):
    for event in prof.key_averages():
        if event.key == "aten::add":
            print("step", prof.step_num, event.count)


with profile(schedule=plan, on_trace_ready=ready) as prof:
    for step in range(4):
        x + x
        prof.step()
#> step 2 1
#> step 4 1

# %% no-step tags=["raises-exception"]
plan = schedule(wait=1, warmup=1, active=2)
with profile(schedule=plan) as prof:
    for step in range(6):
        x + x
prof.key_averages()
#> AssertionError: Profiler must be initialized before getting key averages

# %% step tags=["right"]
with profile(schedule=plan, acc_events=True) as prof:
    for step in range(4):
        x + x
        prof.step()
print({e.key: e.count for e in prof.key_averages()}["aten::add"])
#> 2

# %% saved-twice tags=["raises-exception"]
with tempfile.TemporaryDirectory() as folder:
    with profile() as prof:
        x + x
    prof.export_chrome_trace(f"{folder}/first.json")
    prof.export_chrome_trace(f"{folder}/second.json")
#> RuntimeError: Trace is already saved.

# %% copied tags=["right"]
with tempfile.TemporaryDirectory() as folder:
    with profile() as prof:
        x + x
    prof.export_chrome_trace(f"{folder}/first.json")
    shutil.copy(f"{folder}/first.json", f"{folder}/second.json")
    print(sorted(path.name for path in Path(folder).iterdir()))
#> ['first.json', 'second.json']
