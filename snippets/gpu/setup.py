# %% self-check
import torch

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
x = torch.ones(2, device=device)
print(torch.cuda.is_available(), torch.cuda.device_count())
print((x + x).sum().item())
#> False 0
#> 4.0

# %% can-run
def can_run(capability, arch_list):
    """Whether a GPU of this capability runs code compiled for one of these architectures."""
    major, minor = capability
    for arch in arch_list:
        compiled_major, compiled_minor = divmod(int(arch.split("_")[1].rstrip("af")), 10)
        if compiled_major == major and compiled_minor <= minor:
            return True
    return False


print(can_run((8, 9), ["sm_80"]), can_run((8, 9), ["sm_90"]))
#> True False

# %% two-packages
# zh: 2.13 为 CUDA 12.6 和 13.0 编译的安装包（Linux，x86_64）。
# en: The packages of 2.13 for CUDA 12.6 and 13.0 (Linux, x86_64).
cuda_126 = ["sm_50", "sm_60", "sm_70", "sm_75", "sm_80", "sm_86", "sm_90"]
cuda_130 = ["sm_75", "sm_80", "sm_86", "sm_90", "sm_100", "sm_120"]
for capability in [(7, 0), (8, 9), (12, 0)]:
    print(capability, can_run(capability, cuda_126), can_run(capability, cuda_130))
#> (7, 0) True False
#> (8, 9) True True
#> (12, 0) False True

# %% this-gpu tags=["requires-cuda"]
print(can_run(torch.cuda.get_device_capability(), torch.cuda.get_arch_list()))

# %% cpu-fallback
model = torch.nn.Linear(2, 1).to(device)
print(model(x).shape)
#> torch.Size([1])

# %% not-compiled tags=["raises-exception"]
torch.ones(2, device="xpu")
#> AssertionError: Torch not compiled with XPU enabled

# %% say-the-device
print("running on", device)
#> running on cpu
