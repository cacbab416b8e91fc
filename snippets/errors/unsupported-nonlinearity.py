# %% raise tags=["raises-exception"]
import torch
from torch import nn

weight = torch.empty(50, 100)
nn.init.kaiming_normal_(weight, nonlinearity="gelu")
#> ValueError: Unsupported nonlinearity gelu

# %% gain tags=["raises-exception"]
nn.init.calculate_gain("swish")
#> ValueError: Unsupported nonlinearity swish

# %% known
for name in ["linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu"]:
    print(f"{name:10} {nn.init.calculate_gain(name):.4f}")
#> linear     1.0000
#> sigmoid    1.0000
#> tanh       1.6667
#> relu       1.4142
#> leaky_relu 1.4141
#> selu       0.7500

# %% relu tags=["right"]
torch.manual_seed(0)
nn.init.kaiming_normal_(weight, nonlinearity="relu")
print(f"{weight.std():.3f} {(2 / 100) ** 0.5:.3f}")
#> 0.140 0.141

# %% measure tags=["right"]
x = torch.randn(100_000)
gain = 1 / nn.functional.gelu(x).square().mean().sqrt()
nn.init.normal_(weight, std=gain.item() / 100**0.5)
print(f"{gain:.2f}")
#> 1.54
