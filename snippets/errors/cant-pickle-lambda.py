# %% lambda tags=["raises-exception", "varies"]
import pickle
from functools import partial

from torch.utils.data import DataLoader

if __name__ == "__main__":
    loader = DataLoader([1, 2, 3], num_workers=1, collate_fn=lambda b: b,
                        multiprocessing_context="spawn")
    next(iter(loader))
#> UserWarning: Got pickle error when attempting to start a worker Process. This might be because the worker Process arguments are not picklable. Python 3.14+ changed the multiprocessing start method in non-Mac POSIX platforms to 'forkserver', which requires the worker Process arguments to be picklable. You can also try multiprocessing.set_start_method('fork').
#> _pickle.PicklingError: Can't pickle <function <lambda> at 0x7f40acf9f560>: attribute lookup <lambda> on __main__ failed

# %% pickle tags=["raises-exception", "varies"]
if __name__ == "__main__":
    pickle.dumps(lambda batch: batch)
#> _pickle.PicklingError: Can't pickle <function <lambda> at 0x7f40acf9f600>: attribute lookup <lambda> on __main__ failed

# %% function tags=["right"]
def as_list(samples):
    return samples


if __name__ == "__main__":
    print(pickle.loads(pickle.dumps(as_list)) is as_list)
    loader = DataLoader([1, 2, 3], num_workers=1, collate_fn=as_list)
    print(next(iter(loader)))
#> True
#> [1]

# %% partial tags=["right"]
def scale(x, factor):
    return x * factor


if __name__ == "__main__":
    double = partial(scale, factor=2)
    print(pickle.loads(pickle.dumps(double))(3))
#> 6
