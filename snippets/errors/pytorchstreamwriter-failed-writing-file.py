# %% full-disk
import errno
import io
import shutil
from pathlib import Path

import torch


class FullDisk(io.BytesIO):
    def write(self, data):
        if self.tell() + len(data) > 2000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)

# %% raise tags=["raises-exception", "varies"]
torch.save({"w": torch.ones(900)}, FullDisk())
#> RuntimeError: [enforce fail at inline_container.cc:671] . unexpected pos 704 vs 598

# %% look tags=["right"]
state = {"w": torch.ones(900)}
needed = sum(value.nbytes for value in state.values())
print(needed, shutil.disk_usage(".").free > 2 * needed)
#> 3600 True

# %% keep-two tags=["right"]
for epoch in range(4):
    torch.save(state, f"epoch-{epoch:03}.pt")
    for old in sorted(Path().glob("epoch-*.pt"))[:-2]:
        old.unlink()
print(sorted(path.name for path in Path().glob("epoch-*.pt")))
#> ['epoch-002.pt', 'epoch-003.pt']
