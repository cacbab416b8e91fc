# %% setup
import torch
from torch.profiler import profile

x = torch.ones(4)

# %% quiet tags=["remove-cell"]
# The library below the profiler writes lines with the date, and one of a GPU that it does not find.
__import__("os").environ["KINETO_LOG_LEVEL"] = "99"

# %% sort-by tags=["raises-exception"]
with profile() as prof:
    x + x
prof.key_averages().table(sort_by="total_time")
#> AttributeError: 'FunctionEventAvg' object has no attribute 'total_time'
#torch<2.13> UserWarning: Warning: Profiler clears events at the end of each cycle.Only events from the current cycle will be reported.To keep events across cycles, set acc_events=True.
#torch<2.13> AttributeError: 'FunctionEventAvg' object has no attribute 'total_time'

# %% attribute tags=["raises-exception"]
print([event.cuda_time_total for event in prof.key_averages()])
#> AttributeError: 'FunctionEventAvg' object has no attribute 'cuda_time_total'

# %% sorted tags=["right"]
averages = prof.key_averages()
table = averages.table(sort_by="self_cpu_time_total", row_limit=5)
print("aten::add" in table)
print(all(event.self_device_time_total == 0 for event in averages))
#> True
#> True
