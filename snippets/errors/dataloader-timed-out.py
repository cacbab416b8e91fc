# %% dataset
import time

from torch.utils.data import DataLoader, Dataset


class Uneven(Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, i):
        time.sleep(0.6 if i == 2 else 0)
        return i

# %% timeout tags=["raises-exception"]
if __name__ == "__main__":
    dataset = Uneven()
    list(DataLoader(dataset, batch_size=4, num_workers=1, timeout=0.3))
#> RuntimeError: DataLoader timed out after 0.3 seconds

# %% slow tags=["right"]
if __name__ == "__main__":
    for i in range(len(dataset)):
        start = time.perf_counter()
        dataset[i]
        if time.perf_counter() - start > 0.3:
            print(i, "is slow")
#> 2 is slow

# %% more-time tags=["right"]
if __name__ == "__main__":
    loader = DataLoader(dataset, batch_size=4, num_workers=1, timeout=60)
    print(list(loader))
#> [tensor([0, 1, 2, 3])]
