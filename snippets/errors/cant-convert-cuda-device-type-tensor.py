# %% raise tags=["raises-exception"]
import torch

torch.ones(3, device="meta").numpy()
#> TypeError: can't convert meta device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.

# %% fix tags=["right"]
device = "cuda" if torch.cuda.is_available() else "cpu"
w = torch.ones(3, device=device, requires_grad=True)
result = 2 * w
print(result.detach().cpu().numpy())
#> [2. 2. 2.]

# %% list tags=["right"]
losses = [result.sum(), result.mean()]
print([loss.item() for loss in losses])
print(torch.stack(losses).detach().cpu().numpy())
#> [6.0, 2.0]
#> [6. 2.]
