# %% squares
import torch
from torch.utils.data import DataLoader, Dataset


class Squares(Dataset):
    def __len__(self):
        return 6

    def __getitem__(self, i):
        return torch.tensor(i * i)

# %% workers
if __name__ == "__main__":
    loader = DataLoader(Squares(), batch_size=3, num_workers=2)
    for batch in loader:
        print(batch)
#> tensor([0, 1, 4])
#> tensor([ 9, 16, 25])
