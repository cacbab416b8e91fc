# %% fix tags=["right"]
import torch

device = "cuda" if torch.cuda.is_available() else "cpu"
table = torch.tensor([10.0, 20.0, 30.0])
index = torch.tensor([2, 0], device=device)
print(table[index.to(table.device)])
#> tensor([30., 10.])

# %% fix-both tags=["right"]
table = table.to(device)
print(table[index].cpu())
#> tensor([30., 10.])

# %% fix-buffer tags=["right"]
class Schedule(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("betas", torch.tensor([0.1, 0.2, 0.3]))

    def forward(self, steps):
        return self.betas[steps]


print(Schedule().to(device)(index).cpu())
#> tensor([0.3000, 0.1000])
