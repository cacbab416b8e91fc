# %% empty tags=["raises-exception"]
import tempfile
from pathlib import Path

from torch.utils.data import DataLoader

root = Path(tempfile.mkdtemp())
(root / "1.JPG").touch()
files = sorted(root.glob("*.png"))
DataLoader(files, batch_size=2, shuffle=True)
#> ValueError: num_samples should be a positive integer value, but got num_samples=0

# %% look
print(root.is_dir(), len(list(root.iterdir())), len(files))
#> True 1 0

# %% checked tags=["right"]
files = sorted(root.glob("*.JPG"))
if not files:
    raise FileNotFoundError(f"no .JPG files below {root}")
print(len(DataLoader(files, batch_size=2, shuffle=True)))
#> 1

# %% silent tags=["wrong"]
for batch in DataLoader([], batch_size=2):
    print("never printed")
