# %% raise tags=["raises-exception"]
import torch

torch.backends.cuda.matmul.fp32_precision = "tf32"
print(torch.backends.cuda.matmul.allow_tf32)
#> RuntimeError: PyTorch is checking whether allow_tf32_new is enabled for cuBlas matmul,Current status indicate that you have used mix of the legacy and new APIs to set the TF32 status for cublas matmul. We suggest only using the new API to set the TF32 flag. See also: https://pytorch.org/docs/main/notes/cuda.html#tensorfloat-32-tf32-on-ampere-and-later-devices

# %% get-precision tags=["raises-exception"]
print(torch.get_float32_matmul_precision())
#> RuntimeError: PyTorch is checking the matmul precision without a specific backend name,Current status indicate that you have used mix of the legacy and new APIs to set the matmul precision. We suggest only using the new API for matmul precision. See also: https://pytorch.org/docs/main/notes/cuda.html#tensorfloat-32-tf32-on-ampere-and-later-devices

# %% convolution tags=["raises-exception"]
torch.backends.cudnn.conv.fp32_precision = "ieee"
torch.backends.cudnn.rnn.fp32_precision = "ieee"
print(torch.backends.cudnn.allow_tf32)
#> RuntimeError: PyTorch is checking whether allow_tf32 is enabled for cuDNN without a specific operator name,but the current flag(s) indicate that cuDNN conv and cuDNN RNN have different TF32 flags.This combination indicates that you have used a mix of the legacy and new APIs to set the TF32 flags. We suggest only using the new API to set the TF32 flag(s). See also: https://pytorch.org/docs/main/notes/cuda.html#tensorfloat-32-tf32-on-ampere-and-later-devices

# %% export tags=["raises-exception"]
model = torch.nn.Linear(2, 1)
torch.export.export(model, (torch.ones(1, 2),))
#> RuntimeError: PyTorch is checking whether allow_tf32 is enabled for cuDNN without a specific operator name,but the current flag(s) indicate that cuDNN conv and cuDNN RNN have different TF32 flags.This combination indicates that you have used a mix of the legacy and new APIs to set the TF32 flags. We suggest only using the new API to set the TF32 flag(s). See also: https://pytorch.org/docs/main/notes/cuda.html#tensorfloat-32-tf32-on-ampere-and-later-devices

# %% read-new tags=["right"]
print(torch.backends.cuda.matmul.fp32_precision)
print(torch.backends.cudnn.conv.fp32_precision)
#> tf32
#> ieee

# %% set-both tags=["right"]
torch.set_float32_matmul_precision("high")
print(torch.backends.cuda.matmul.fp32_precision)
print(torch.backends.cuda.matmul.allow_tf32)
print(torch.get_float32_matmul_precision())
#> tf32
#> True
#> high

# %% convolution-old tags=["right"]
torch.backends.cudnn.allow_tf32 = False
print(torch.backends.cudnn.allow_tf32)
program = torch.export.export(model, (torch.ones(1, 2),))
print(program.module()(torch.ones(1, 2)).shape)
#> False
#> torch.Size([1, 1])

# %% restore tags=["remove-cell"]
torch.backends.cudnn.allow_tf32 = True
torch.set_float32_matmul_precision("highest")
