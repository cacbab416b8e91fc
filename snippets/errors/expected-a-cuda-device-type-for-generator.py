# %% explicit-device tags=["right"]
import torch

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
shuffler = torch.Generator().manual_seed(0)
loader = torch.utils.data.DataLoader(
    torch.arange(4), batch_size=2, shuffle=True, generator=shuffler
)
for batch in loader:
    batch = batch.to(device)
print(batch.shape)
#> torch.Size([2])

# %% same-device tags=["right"]
generator = torch.Generator(device=device).manual_seed(0)
print(torch.rand(3, device=device, generator=generator).shape)
#> torch.Size([3])
