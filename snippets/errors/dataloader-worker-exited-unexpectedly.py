# %% exits
import time

from torch.utils.data import DataLoader, Dataset


class Readings(Dataset):
    def __len__(self):
        return 2

    def __getitem__(self, i):
        time.sleep(0.2)
        raise SystemExit("no sensor")

# %% exited tags=["raises-exception", "varies"]
if __name__ == "__main__":
    next(iter(DataLoader(Readings(), num_workers=1)))
#> no sensor
#> RuntimeError: DataLoader worker (pid(s) 7082) exited unexpectedly

# %% no-workers tags=["right"]
if __name__ == "__main__":
    try:
        next(iter(DataLoader(Readings(), num_workers=0)))
    except SystemExit as reason:
        print(repr(reason))
#> SystemExit('no sensor')
