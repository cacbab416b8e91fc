# %% raise tags=["raises-exception"]
import numpy as np
import torch

rates = np.array([0.5, 2.0])
w = torch.tensor([10.0, 10.0], requires_grad=True)
rates * w
#> TypeError: unsupported operand type(s) for *: 'numpy.ndarray' and 'Tensor'

# %% sum tags=["raises-exception"]
rates + w
#> TypeError: Concatenation operation is not implemented for NumPy arrays, use np.concatenate() instead. Please do not rely on this error; it may not be given on all Python implementations.

# %% convert tags=["right"]
print(torch.from_numpy(rates).float() * w)
#> tensor([ 5., 20.], grad_fn=<MulBackward0>)

# %% to-array tags=["right"]
print(rates * w.detach().numpy())
#> [ 5. 20.]

# %% tensor-first tags=["raises-exception"]
w * rates
#> RuntimeError: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.
