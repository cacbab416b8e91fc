# %% slow-dataset
import os
import time

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Slow(Dataset):
    def __len__(self):
        return 16

    def __getitem__(self, i):
        # zh: 代替读取和解码一张图片。
        # en: In place of reading and decoding an image.
        time.sleep(0.05)
        return torch.tensor(i)

# %% workers
if __name__ == "__main__":
    loader = DataLoader(Slow(), batch_size=8, num_workers=2)
    for batch in loader:
        print(batch)
#> tensor([0, 1, 2, 3, 4, 5, 6, 7])
#> tensor([ 8,  9, 10, 11, 12, 13, 14, 15])

# %% seconds
def seconds(loader):
    start = time.perf_counter()
    for batch in loader:
        pass
    return time.perf_counter() - start

# %% how-many tags=["varies"]
if __name__ == "__main__":
    for workers in (0, 2):
        loader = DataLoader(Slow(), batch_size=2, num_workers=workers,
                            persistent_workers=workers > 0)
        seconds(loader)
        print(workers, f"{seconds(loader):.2f} s")
#> 0 0.82 s
#> 2 0.41 s

# %% small-data
if __name__ == "__main__":
    small = TensorDataset(torch.rand(100, 2))
    alone = DataLoader(small, batch_size=10)
    helped = DataLoader(small, batch_size=10, num_workers=2)
    print(seconds(alone) < seconds(helped))
#> True

# %% processes
class Process(Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, i):
        return os.getpid()


def processes(loader):
    return {pid.item() for batch in loader for pid in batch}

# %% persistent
if __name__ == "__main__":
    for keep in (False, True):
        loader = DataLoader(
            Process(), num_workers=1, persistent_workers=keep
        )
        print(keep, processes(loader) == processes(loader))
#> False False
#> True True

# %% random
class Noise(Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, i):
        return torch.tensor([torch.rand(()), np.random.rand()])


def draw(workers):
    torch.manual_seed(0)
    loader = DataLoader(Noise(), batch_size=2, num_workers=workers)
    return torch.cat(list(loader))

# %% worker-seeds
if __name__ == "__main__":
    first = draw(2)
    print(first)
    print(first.equal(draw(2)), first.equal(draw(1)))
#> tensor([[0.7821, 0.8372],
#>         [0.0536, 0.3876],
#>         [0.6938, 0.6703],
#>         [0.2980, 0.0759]])
#> True False

# %% dying
class Dying(Slow):
    def __getitem__(self, i):
        time.sleep(0.2)
        os._exit(1)

# %% exited tags=["raises-exception", "varies"]
if __name__ == "__main__":
    next(iter(DataLoader(Dying(), num_workers=1)))
#> RuntimeError: DataLoader worker (pid(s) 386) exited unexpectedly

# %% shared
if __name__ == "__main__":
    for workers in (0, 1):
        loader = DataLoader(Slow(), batch_size=8, num_workers=workers)
        print(workers, next(iter(loader)).is_shared())
#> 0 False
#> 1 True

# %% broken-sample
class Broken(Slow):
    def __getitem__(self, i):
        return {"a": 1, "b": 2}["c" if i == 3 else "a"]

# %% caught tags=["raises-exception"]
if __name__ == "__main__":
    for batch in DataLoader(Broken(), batch_size=4, num_workers=1):
        print(batch)
#> KeyError: Caught KeyError in DataLoader worker process 0. ...

# %% without-workers tags=["raises-exception"]
if __name__ == "__main__":
    for batch in DataLoader(Broken(), batch_size=4):
        print(batch)
#> KeyError: 'c'

# %% lambda tags=["raises-exception", "varies"]
if __name__ == "__main__":
    loader = DataLoader(Slow(), num_workers=2, collate_fn=lambda b: b,
                        multiprocessing_context="spawn")
    next(iter(loader))
#> UserWarning: Got pickle error when attempting to start a worker Process. This might be because the worker Process arguments are not picklable. Python 3.14+ changed the multiprocessing start method in non-Mac POSIX platforms to 'forkserver', which requires the worker Process arguments to be picklable. You can also try multiprocessing.set_start_method('fork').
#> _pickle.PicklingError: Can't pickle <function <lambda> at 0x7f0483ddefc0>: attribute lookup <lambda> on __main__ failed

# %% function tags=["right"]
def as_list(samples):
    return samples


if __name__ == "__main__":
    loader = DataLoader(Slow(), num_workers=1, collate_fn=as_list)
    print(next(iter(loader)))
#> [tensor(0)]

# %% open-file
class Lines(Dataset):
    def __init__(self, path):
        self.file = open(path, "rb")

    def __len__(self):
        return 2

    def __getitem__(self, i):
        self.file.seek(2 * i)
        return self.file.readline().strip()

# %% pickle-file tags=["raises-exception"]
if __name__ == "__main__":
    import pathlib
    import tempfile

    path = pathlib.Path(tempfile.mkdtemp(), "lines.txt")
    path.write_bytes(b"a\nb\n")
    loader = DataLoader(Lines(path), num_workers=2,
                        multiprocessing_context="spawn")
    next(iter(loader))
#> TypeError: cannot pickle '_io.BufferedReader' object

# %% open-late
class LateLines(Lines):
    def __init__(self, path):
        self.path, self.file = path, None

    def __getitem__(self, i):
        if self.file is None:
            self.file = open(self.path, "rb")
        return super().__getitem__(i)

# %% read-late tags=["right"]
if __name__ == "__main__":
    print(list(DataLoader(LateLines(path), num_workers=2)))
#> [[b'a'], [b'b']]

# %% timeout tags=["raises-exception"]
class Hanging(Slow):
    def __getitem__(self, i):
        time.sleep(2)


if __name__ == "__main__":
    next(iter(DataLoader(Hanging(), num_workers=1, timeout=1)))
#> RuntimeError: DataLoader timed out after 1 seconds

# %% own-generator
class OwnGenerator(Dataset):
    def __init__(self):
        self.generator = np.random.default_rng(0)

    def __len__(self):
        return 4

    def __getitem__(self, i):
        return self.generator.integers(100)

# %% same-noise tags=["wrong"]
if __name__ == "__main__":
    loader = DataLoader(OwnGenerator(), batch_size=2, num_workers=2)
    for epoch in range(2):
        print([batch.tolist() for batch in loader])
#> [[85, 63], [85, 63]]
#> [[85, 63], [85, 63]]

# %% worker-init tags=["right"]
def seed_worker(worker_id):
    dataset = torch.utils.data.get_worker_info().dataset
    dataset.generator = np.random.default_rng(torch.initial_seed())


if __name__ == "__main__":
    torch.manual_seed(0)
    loader = DataLoader(OwnGenerator(), batch_size=2, num_workers=2,
                        worker_init_fn=seed_worker)
    for epoch in range(2):
        print([batch.tolist() for batch in loader])
#> [[52, 77], [24, 65]]
#> [[45, 71], [73, 0]]

# %% counting
class Counting(Dataset):
    count, factor = 0, 1

    def __len__(self):
        return 4

    def __getitem__(self, i):
        self.count += 1
        return self.factor * i

# %% count-in-workers tags=["wrong"]
if __name__ == "__main__":
    counting = Counting()
    loader = DataLoader(counting, batch_size=4, num_workers=1)
    print(next(iter(loader)), counting.count)
#> tensor([0, 1, 2, 3]) 0

# %% count-in-loop tags=["right"]
if __name__ == "__main__":
    print(sum(len(batch) for batch in loader))
#> 4

# %% change-persistent tags=["wrong"]
if __name__ == "__main__":
    loader = DataLoader(counting, batch_size=4, num_workers=1,
                        persistent_workers=True)
    next(iter(loader))
    counting.factor = 10
    print(next(iter(loader)))
#> tensor([0, 1, 2, 3])

# %% change-restarted tags=["right"]
if __name__ == "__main__":
    loader = DataLoader(counting, batch_size=4, num_workers=1)
    print(next(iter(loader)))
#> tensor([ 0, 10, 20, 30])
