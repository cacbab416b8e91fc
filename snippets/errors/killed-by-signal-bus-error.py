# %% smaller tags=["right"]
import torch

batch = torch.zeros(64, 3, 224, 224, dtype=torch.uint8)
print(f"{batch.nbytes / 2**20:.0f} MiB")
# zh: 在训练循环里：
# en: In the training loop:
images = batch.float() / 255
print(f"{images.nbytes / 2**20:.0f} MiB")
#> 9 MiB
#> 37 MiB
