# %% raise tags=["raises-exception"]
from torch import nn


def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.zeros_(m.bias)


net = nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1))
net.apply(init_weights())
#> TypeError: init_weights() missing 1 required positional argument: 'm'

# %% init-function tags=["raises-exception"]
net.apply(nn.init.xavier_uniform_)
#> AttributeError: 'Linear' object has no attribute 'dim'

# %% function tags=["right"]
net.apply(init_weights)
print(net[2].bias)
#> Parameter containing:
#> tensor([0.], requires_grad=True)

# %% arguments tags=["right"]
def init_bias(m, value):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.bias, value)


net.apply(lambda m: init_bias(m, value=0.5))
print(net[2].bias)
#> Parameter containing:
#> tensor([0.5000], requires_grad=True)
