# %% dataset
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Noise(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return 4

    def __getitem__(self, i):
        return self.rng.integers(100)


# %% copied tags=["wrong"]
if __name__ == "__main__":
    for batch in DataLoader(Noise(), batch_size=2, num_workers=2):
        print(batch)
#> tensor([85, 63])
#> tensor([85, 63])


# %% reseed
def reseed(worker):
    info = torch.utils.data.get_worker_info()
    info.dataset.rng = np.random.default_rng(info.seed)


# %% own tags=["right"]
if __name__ == "__main__":
    for run in range(2):
        loader = DataLoader(
            Noise(),
            batch_size=2,
            num_workers=2,
            worker_init_fn=reseed,
            generator=torch.Generator().manual_seed(0),
        )
        print([batch.tolist() for batch in loader])
#> [[52, 77], [24, 65]]
#> [[52, 77], [24, 65]]
