# %% dataset
import pickle
from pathlib import Path

from torch.utils.data import DataLoader, Dataset


class Letters(Dataset):
    def __init__(self, path):
        self.path, self.file = path, open(path, "rb")

    def __len__(self):
        return self.path.stat().st_size

    def __getitem__(self, i):
        self.file.seek(i)
        return self.file.read(1)

# %% raise tags=["raises-exception"]
if __name__ == "__main__":
    path = Path("letters.txt")
    path.write_bytes(b"abc")
    loader = DataLoader(Letters(path), num_workers=1,
                        multiprocessing_context="spawn")
    next(iter(loader))
#> UserWarning: Got pickle error when attempting to start a worker Process. This might be because the worker Process arguments are not picklable. Python 3.14+ changed the multiprocessing start method in non-Mac POSIX platforms to 'forkserver', which requires the worker Process arguments to be picklable. You can also try multiprocessing.set_start_method('fork').
#> TypeError: cannot pickle '_io.BufferedReader' object

# %% which
if __name__ == "__main__":
    for name, value in vars(Letters(path)).items():
        try:
            pickle.dumps(value)
        except TypeError as error:
            print(name, "->", error)
#> file -> cannot pickle '_io.BufferedReader' object

# %% late tags=["right"]
class LateLetters(Letters):
    def __init__(self, path):
        self.path, self.file = path, None

    def __getstate__(self):
        return {**vars(self), "file": None}

    def __getitem__(self, i):
        if self.file is None:
            self.file = open(self.path, "rb")
        return super().__getitem__(i)

# %% sent tags=["right"]
if __name__ == "__main__":
    late = LateLetters(path)
    print(late[0])
    sent = pickle.loads(pickle.dumps(late))
    print(sent[1], sent[2])
#> b'a'
#> b'b' b'c'
