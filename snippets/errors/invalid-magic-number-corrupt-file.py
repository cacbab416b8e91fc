# %% raise tags=["raises-exception"]
import pickle

import torch

with open("features.pkl", "wb") as file:
    pickle.dump({"mean": [0.5, 0.25]}, file)
torch.load("features.pkl", weights_only=False)
#> RuntimeError: Invalid magic number; corrupt file?

# %% pickle tags=["right"]
with open("features.pkl", "rb") as file:
    values = pickle.load(file)
print(values)
#> {'mean': [0.5, 0.25]}

# %% save-again tags=["right"]
torch.save(values, "features.pt")
print(torch.load("features.pt"))
#> {'mean': [0.5, 0.25]}
