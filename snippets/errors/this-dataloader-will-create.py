# %% cores tags=["right"]
import os


def cores():
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()

# %% choose tags=["right"]
num_workers = min(8, cores())
print(num_workers <= cores())
#> True
