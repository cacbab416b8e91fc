# %% dataset
from torch.utils.data import DataLoader, Dataset


class Animals(Dataset):
    def __init__(self, **labels):
        self.names, self.labels = ["cat", "dog", "bird"], labels

    def __len__(self):
        return 3

    def __getitem__(self, i):
        return self.labels[self.names[i]]

# %% caught tags=["raises-exception"]
if __name__ == "__main__":
    animals = Animals(cat=0, dog=1)
    next(iter(DataLoader(animals, batch_size=3, num_workers=1)))
#> KeyError: Caught KeyError in DataLoader worker process 0. ...

# %% without-workers tags=["raises-exception"]
if __name__ == "__main__":
    next(iter(DataLoader(animals, batch_size=3)))
#> KeyError: 'bird'

# %% missing-key tags=["raises-exception"]
if __name__ == "__main__":
    samples = [{"image": 1, "boxes": 2}, {"image": 3}]
    next(iter(DataLoader(samples, batch_size=2)))
#> KeyError: 'boxes'

# %% find tags=["right"]
if __name__ == "__main__":
    for i in range(len(animals)):
        try:
            animals[i]
        except Exception as error:
            print(i, repr(error))
#> 2 KeyError('bird')

# %% fixed tags=["right"]
if __name__ == "__main__":
    animals = Animals(cat=0, dog=1, bird=2)
    print(next(iter(DataLoader(animals, batch_size=3, num_workers=1))))
#> tensor([0, 1, 2])
