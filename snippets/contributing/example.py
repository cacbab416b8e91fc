# %% mean
import time

import matplotlib.pyplot as plt
import torch

x = torch.arange(4.0)
print(x.mean())
#> tensor(1.5000)

# %% largest
# zh: 最大的元素，和它的位置。
# en: The largest element, and where it is.
print(x.max(), x.argmax())
#> tensor(3.) tensor(3)

# %% integer-mean tags=["raises-exception"]
torch.arange(4).mean()
#> NotImplementedError: mean(): could not infer output dtype. ...
#torch<2.15> RuntimeError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long

# %% squares
plt.figure(figsize=(3, 1.5))
plt.plot(x, x**2)
plt.show()

# %% column-and-row tags=["remove-input"]
from drawing.tensors import broadcast

broadcast(column=x[:2, None], row=x[:3])

# %% seconds tags=["varies"]
start = time.perf_counter()
x.sum()
print(f"{time.perf_counter() - start:.6f} s")
#> 0.000201 s

# %% allocated tags=["requires-cuda"]
on_gpu = x.cuda()
print(torch.cuda.memory_allocated())
