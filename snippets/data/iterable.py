# %% stream
import itertools
import tempfile
from pathlib import Path

import torch
from torch.utils.data import DataLoader, IterableDataset


class Lines(IterableDataset):
    def __init__(self, path):
        self.path = path

    def __iter__(self):
        with open(self.path) as file:
            for line in file:
                yield torch.tensor(float(line))

# %% read
if __name__ == "__main__":
    path = Path(tempfile.mkdtemp(), "numbers.txt")
    path.write_text("0\n1\n2\n3\n4\n5\n")
    for batch in DataLoader(Lines(path), batch_size=4):
        print(batch)
#> tensor([0., 1., 2., 3.])
#> tensor([4., 5.])

# %% duplicates tags=["wrong"]
if __name__ == "__main__":
    doubled = list(DataLoader(Lines(path), batch_size=6, num_workers=2))
    print(doubled)
#> [tensor([0., 1., 2., 3., 4., 5.]), tensor([0., 1., 2., 3., 4., 5.])]

# %% share
class SharedLines(Lines):
    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        start, step = (worker.id, worker.num_workers) if worker else (0, 1)
        return itertools.islice(super().__iter__(), start, None, step)

# %% shared tags=["right"]
if __name__ == "__main__":
    loader = DataLoader(SharedLines(path), batch_size=6, num_workers=2)
    shared = list(loader)
    print(shared)
#> [tensor([0., 2., 4.]), tensor([1., 3., 5.])]

# %% draw-workers tags=["remove-input"]
if __name__ == "__main__":
    from drawing.data import streams

    streams(Lines=doubled, SharedLines=shared)

# %% shuffle-buffer
class Shuffled(IterableDataset):
    def __init__(self, stream, size):
        self.stream, self.size = stream, size

    def __iter__(self):
        buffer = []
        for sample in self.stream:
            buffer.append(sample)
            if len(buffer) > self.size:
                yield buffer.pop(torch.randint(len(buffer), ()))
        for i in torch.randperm(len(buffer)):
            yield buffer[i]

# %% shuffled
if __name__ == "__main__":
    torch.manual_seed(0)
    loader = DataLoader(Shuffled(Lines(path), size=3), batch_size=6)
    for epoch in range(2):
        print(next(iter(loader)))
#> tensor([1., 0., 5., 2., 4., 3.])
#> tensor([3., 1., 4., 0., 5., 2.])

# %% endless
class Endless(IterableDataset):
    def __iter__(self):
        while True:
            yield torch.rand(2)

# %% steps
if __name__ == "__main__":
    loader = DataLoader(Endless(), batch_size=4)
    steps = 0
    for batch in itertools.islice(loader, 100):
        steps += 1
    print(steps, batch.shape)
#> 100 torch.Size([4, 2])

# %% last-batches
if __name__ == "__main__":
    for drop_last in (False, True):
        loader = DataLoader(SharedLines(path), batch_size=2, num_workers=2,
                            drop_last=drop_last)
        print([len(batch) for batch in loader])
#> [2, 2, 1, 1]
#> [2, 2]

# %% own-batches
class Chunks(IterableDataset):
    def __iter__(self):
        for start in range(0, 6, 2):
            yield torch.arange(start, start + 2)

# %% no-batching
if __name__ == "__main__":
    for batch in DataLoader(Chunks(), batch_size=None):
        print(batch)
#> tensor([0, 1])
#> tensor([2, 3])
#> tensor([4, 5])

# %% no-len tags=["raises-exception"]
if __name__ == "__main__":
    len(DataLoader(Lines(path), batch_size=4))
#> TypeError: object of type 'Lines' has no len()

# %% counted
class CountedLines(Lines):
    def __len__(self):
        return 6

# %% len tags=["right"]
if __name__ == "__main__":
    print(len(DataLoader(CountedLines(path), batch_size=4)))
#> 2

# %% wrong-length tags=["wrong"]
if __name__ == "__main__":
    loader = DataLoader(CountedLines(path), batch_size=3, num_workers=2)
    print(len(loader), len(list(loader)))
#> 2 4

# %% shuffle tags=["raises-exception"]
if __name__ == "__main__":
    DataLoader(Lines(path), shuffle=True)
#> ValueError: DataLoader with IterableDataset: expected unspecified shuffle option, but got shuffle=True

# %% generator tags=["raises-exception"]
if __name__ == "__main__":
    list(DataLoader(i * i for i in range(6)))
#> TypeError: object of type 'generator' has no len()

# %% one-pass tags=["wrong"]
class OnePass(IterableDataset):
    def __init__(self, stream):
        self.stream = stream

    def __iter__(self):
        return self.stream


if __name__ == "__main__":
    loader = DataLoader(OnePass(iter(range(6))), batch_size=3)
    for epoch in range(2):
        print(epoch, list(loader))
#> 0 [tensor([0, 1, 2]), tensor([3, 4, 5])]
#> 1 []

# %% each-pass tags=["right"]
class EachPass(OnePass):
    def __iter__(self):
        return iter(self.stream)


if __name__ == "__main__":
    loader = DataLoader(EachPass(range(6)), batch_size=3)
    for epoch in range(2):
        print(epoch, list(loader))
#> 0 [tensor([0, 1, 2]), tensor([3, 4, 5])]
#> 1 [tensor([0, 1, 2]), tensor([3, 4, 5])]
