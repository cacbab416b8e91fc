# %% self-check
import torch

device = torch.accelerator.current_accelerator(check_available=True)
device = device or torch.device("cpu")
x = torch.ones(2, device=device)
print(device, (x + x).sum().item())
#> cpu 4.0

# %% runs
def runs(gpu, arch):
    kind, number = arch.split("_")
    built = int(number.rstrip("af"))
    if number.endswith("a"):
        return gpu == built
    if kind == "compute":
        return gpu >= built
    return gpu // 10 == built // 10 and gpu >= built


print(runs(89, "sm_86"), runs(120, "sm_90"))
print(runs(103, "sm_100a"), runs(130, "compute_120"))
#> True False
#> False True

# %% builds tags=["requires-torch-2.15"]
for cuda, archs in torch.cuda.PYTORCH_RELEASES_CODE_CC.items():
    print("CUDA", cuda, sorted(archs["x86_64"]))
#> CUDA 12.6 [50, 60, 70, 75, 80, 86, 90]
#> CUDA 13.0 [75, 80, 86, 90, 100, 120]
#> CUDA 13.2 [75, 80, 86, 90, 100, 120]
#> CUDA 13.4 [75, 80, 86, 90, 100, 120]

# %% this-gpu tags=["requires-cuda"]
major, minor = torch.cuda.get_device_capability()
archs = torch.cuda.get_arch_list()
print(any(runs(10 * major + minor, arch) for arch in archs))

# %% no-driver tags=["requires-no-driver", "raises-exception"]
torch.ones(2, device="cuda")
#> RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a driver from http://www.nvidia.com/Download/index.aspx

# %% cpu-fallback tags=["right"]
model = torch.nn.Linear(2, 1).to(device)
print(model(x).shape)
#> torch.Size([1])

# %% say-the-device
print("running on", device)
#> running on cpu
