# %% device
import torch

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
x = torch.ones(2, device=device)
print(device, x.device)
#> cpu cpu

# %% device-object
second = torch.device("cuda:1")
print(second.type, second.index)
print(torch.device("cuda", 1) == second)
print(torch.device("cuda").index)
#> cuda 1
#> True
#> None

# %% count
print(torch.cuda.is_available(), torch.cuda.device_count())
#> False 0

# %% try-gpu
def try_gpu(i=0):
    # zh: 第 i 块 GPU；没有这一块，就用 CPU。
    # en: GPU number i, or the CPU if there is no such GPU.
    if i < torch.cuda.device_count():
        return torch.device(f"cuda:{i}")
    return torch.device("cpu")


print(try_gpu(), try_gpu(10))
#> cpu cpu

# %% try-all-gpus
def try_all_gpus():
    # zh: 所有的 GPU；一块也没有，就只有 CPU。
    # en: Every GPU, or the CPU alone if there is none.
    count = torch.cuda.device_count()
    gpus = [torch.device("cuda", i) for i in range(count)]
    return gpus or [torch.device("cpu")]


print((try_gpu(), try_gpu(10), try_all_gpus()))
#> (device(type='cpu'), device(type='cpu'), [device(type='cpu')])

# %% accelerator
accelerator = torch.accelerator.current_accelerator(check_available=True)
print(accelerator, torch.accelerator.device_count())
device = accelerator or torch.device("cpu")
print(torch.ones(2, device=device).device)
#> None 0
#> cpu

# %% default-device
torch.set_default_device("meta")
print(torch.ones(2).device, x.device.type)
torch.set_default_device(None)
print(torch.ones(2).device)
#> meta cpu
#> cpu

# %% default-device-block
with torch.device("meta"):
    layer = torch.nn.Linear(2, 1)
print(layer.weight.device, torch.ones(2).device)
#> meta cpu

# %% explicit-device-wins
with torch.device("meta"):
    print(torch.ones(2, device="cpu").device)
#> cpu

# %% negative-number tags=["raises-exception"]
try_gpu(-1)
#> RuntimeError: Invalid device string: 'cuda:-1'

# %% last-gpu tags=["right"]
print(try_all_gpus()[-1])
#> cpu

# %% same-device tags=["wrong"]
device = torch.device("cuda")
print(torch.device("cuda:0") == device)
#> False

# %% same-type tags=["right"]
print(torch.device("cuda:0").type == device.type)
#> True

# %% unknown-type tags=["raises-exception"]
torch.device("gpu")
#> RuntimeError: Expected one of cpu, cuda, ipu, xpu, ...
