# %% raise tags=["raises-exception"]
import zipfile
from pathlib import Path

import torch

torch.save({"w": torch.ones(50)}, "model.pt")
whole = Path("model.pt").read_bytes()
Path("half.pt").write_bytes(whole[: len(whole) // 2])
torch.load("half.pt")
#> RuntimeError: PytorchStreamReader failed reading zip archive: failed finding central directory. This is an internal miniz error. If you are seeing this error, there is a high likelihood that your checkpoint file is corrupted. This can happen if the checkpoint was not saved properly, was transferred incorrectly, or the file was modified after saving.

# %% beginning tags=["raises-exception"]
Path("begun.pt").write_bytes(whole[:20])
torch.load("begun.pt")
#> RuntimeError: PytorchStreamReader failed reading zip archive: not a ZIP archive. This is an internal miniz error. If you are seeing this error, there is a high likelihood that your checkpoint file is corrupted. This can happen if the checkpoint was not saved properly, was transferred incorrectly, or the file was modified after saving.

# %% middle tags=["raises-exception"]
start = zipfile.ZipFile("model.pt").getinfo("model/data/0").header_offset
Path("holes.pt").write_bytes(whole[:start] + bytes(8) + whole[start + 8 :])
torch.load("holes.pt")
#> RuntimeError: PytorchStreamReader failed reading file data/0: invalid header or archive is corrupted. This is an internal miniz error. If you are seeing this error, there is a high likelihood that your checkpoint file is corrupted. This can happen if the checkpoint was not saved properly, was transferred incorrectly, or the file was modified after saving.

# %% old-format tags=["raises-exception"]
old = {"_use_new_zipfile_serialization": False}
torch.save(torch.ones(50), "old.pt", **old)
data = Path("old.pt").read_bytes()
Path("old.pt").write_bytes(data[:-80])
torch.load("old.pt")
#> RuntimeError: unexpected EOF, expected 80 more bytes. The file might be corrupted.

# %% check tags=["right"]
for name in ("model.pt", "half.pt", "begun.pt"):
    print(name, zipfile.is_zipfile(name))
#> model.pt True
#> half.pt False
#> begun.pt False

# %% replace tags=["right"]
torch.save({"w": torch.zeros(50)}, "model.tmp")
Path("model.tmp").replace("model.pt")
print(torch.load("model.pt")["w"].sum())
#> tensor(0.)
