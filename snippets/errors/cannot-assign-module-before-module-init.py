# %% raise tags=["raises-exception"]
from dataclasses import dataclass

import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self):
        self.fc = nn.Linear(4, 2)


Encoder()
#> AttributeError: cannot assign module before Module.__init__() call

# %% no-call tags=["raises-exception"]
class Encoder(nn.Module):
    def __init__(self):
        super(Encoder).__init__()
        self.fc = nn.Linear(4, 2)


Encoder()
#> AttributeError: cannot assign module before Module.__init__() call

# %% late tags=["raises-exception"]
class Encoder(nn.Module):
    def __init__(self):
        self.fc = nn.Linear(4, 2)
        super().__init__()


Encoder()
#> AttributeError: cannot assign module before Module.__init__() call

# %% parameter tags=["raises-exception"]
class Scale(nn.Module):
    def __init__(self):
        self.factor = nn.Parameter(torch.ones(2))


Scale()
#> AttributeError: cannot assign parameters before Module.__init__() call

# %% buffer tags=["raises-exception"]
class Normalize(nn.Module):
    def __init__(self):
        self.register_buffer("mean", torch.zeros(2))


Normalize()
#> AttributeError: cannot assign buffer before Module.__init__() call

# %% dataclass tags=["raises-exception"]
@dataclass(eq=False)
class Block(nn.Module):
    fc: nn.Module


Block(nn.Linear(4, 2))
#> AttributeError: cannot assign module before Module.__init__() call

# %% nothing tags=["raises-exception"]
class Square(nn.Module):
    def __init__(self, scale):
        self.scale = scale


Square(scale=2).to("cpu")
#> AttributeError: 'Square' object has no attribute '_modules'

# %% fix tags=["right"]
class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)


print(Encoder())
#> Encoder(
#>   (fc): Linear(in_features=4, out_features=2, bias=True)
#> )

# %% fix-dataclass tags=["right"]
class Block(nn.Module):
    def __init__(self, fc):
        super().__init__()
        self.fc = fc


print(Block(nn.Linear(4, 2)))
#> Block(
#>   (fc): Linear(in_features=4, out_features=2, bias=True)
#> )
