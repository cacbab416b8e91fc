# %% folder
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset, TensorDataset

root = Path(tempfile.mkdtemp())
for label, name in enumerate(["cat", "dog"]):
    (root / name).mkdir()
    for i in range(2):
        image = Image.new("RGB", (6, 4), (100 * label, i, 0))
        image.save(root / name / f"{i}.png")

# %% files
class ImageFiles(Dataset):
    def __init__(self, root):
        self.files = sorted(root.glob("*/*.png"))
        self.classes = sorted({f.parent.name for f in self.files})

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        image = np.array(Image.open(self.files[i]).convert("RGB"))
        x = torch.from_numpy(image).permute(2, 0, 1).float() / 255
        return x, self.classes.index(self.files[i].parent.name)

# %% use-files
images = ImageFiles(root)
print(len(images), images.classes)
for inputs, labels in DataLoader(images, batch_size=3):
    print(inputs.shape, inputs.dtype, labels)
#> 4 ['cat', 'dog']
#> torch.Size([3, 3, 4, 6]) torch.float32 tensor([0, 0, 1])
#> torch.Size([1, 3, 4, 6]) torch.float32 tensor([1])

# %% csv
table = root / "houses.csv"
table.write_text("area,rooms,price\n50,2,1.5\n80,3,2.5\n120,4,4\n")
rows = np.loadtxt(table, np.float32, delimiter=",", skiprows=1)
values = torch.from_numpy(rows)
houses = TensorDataset(values[:, :2], values[:, 2:])
print(houses[0])
#> (tensor([50.,  2.]), tensor([1.5000]))

# %% empty tags=["raises-exception"]
empty = ImageFiles(root / "trian")
DataLoader(empty, batch_size=2, shuffle=True)
#> ValueError: num_samples should be a positive integer value, but got num_samples=0

# %% empty-silent tags=["wrong"]
loader = DataLoader(empty, batch_size=2)
print(len(loader), [inputs.shape for inputs, labels in loader])
#> 0 []

# %% not-empty tags=["right"]
class CheckedFiles(ImageFiles):
    def __init__(self, root):
        super().__init__(root)
        if not self.files:
            raise FileNotFoundError(f"no .png files below {root}")


print(len(CheckedFiles(root)))
#> 4

# %% double tags=["raises-exception"]
net = torch.nn.Linear(2, 1)
array = np.array([[50.0, 2.0], [80.0, 3.0]])
inputs, = next(iter(DataLoader(TensorDataset(torch.from_numpy(array)))))
net(inputs)
#> RuntimeError: mat1 and mat2 must have the same dtype, but got Double and Float

# %% float tags=["right"]
float_set = TensorDataset(torch.from_numpy(array).float())
inputs, = next(iter(DataLoader(float_set)))
print(inputs.dtype, net(inputs).shape)
#> torch.float32 torch.Size([1, 1])
