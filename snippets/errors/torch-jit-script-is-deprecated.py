# %% warn tags=["wrong"]
import io

import torch
from torch import nn

model = nn.Linear(3, 1)
scripted = torch.jit.script(model)
#> FutureWarning: `torch.jit.script` is deprecated. Please switch to `torch.compile` or `torch.export`.
#torch<2.14> DeprecationWarning: `torch.jit.script` is deprecated. Please switch to `torch.compile` or `torch.export`.

# %% load tags=["wrong"]
file = io.BytesIO()
torch.jit.save(scripted, file)
file.seek(0)
loaded = torch.jit.load(file)
#> FutureWarning: `torch.jit.save` is deprecated. Please switch to `torch.export`.
#> FutureWarning: `torch.jit.load` is deprecated. Please switch to `torch.export`.
#torch<2.14> DeprecationWarning: `torch.jit.save` is deprecated. Please switch to `torch.export`.
#torch<2.14> DeprecationWarning: `torch.jit.load` is deprecated. Please switch to `torch.export`.

# %% export tags=["right"]
program = torch.export.export(model, (torch.ones(1, 3),))
print(program.module()(torch.ones(1, 3)).shape)
#> torch.Size([1, 1])
