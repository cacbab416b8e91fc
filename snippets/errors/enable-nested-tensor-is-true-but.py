# %% raise tags=["wrong"]
import warnings

import torch
from torch import nn

layer = nn.TransformerEncoderLayer(8, nhead=2)
encoder = nn.TransformerEncoder(layer, num_layers=2)
#> UserWarning: enable_nested_tensor is True, but self.use_nested_tensor is False because encoder_layer.self_attn.batch_first was not True(use batch_first for better inference performance)

# %% norm-first
layer = nn.TransformerEncoderLayer(
    8, nhead=2, batch_first=True, norm_first=True
)
encoder = nn.TransformerEncoder(layer, num_layers=2)
#> UserWarning: enable_nested_tensor is True, but self.use_nested_tensor is False because encoder_layer.norm_first was True

# %% prototype
layer = nn.TransformerEncoderLayer(8, nhead=2, batch_first=True)
encoder = nn.TransformerEncoder(layer, num_layers=2).eval()
padding = torch.tensor([[False, False, True]])
with torch.no_grad():
    encoder(torch.zeros(1, 3, 8), src_key_padding_mask=padding)
#> UserWarning: The PyTorch API of nested tensors is in prototype stage and will change in the near future. We recommend specifying layout=torch.jagged when constructing a nested tensor, as this layout receives active development, has better operator coverage, and works with torch.compile. ...

# %% off tags=["right"]
layer = nn.TransformerEncoderLayer(8, nhead=2)
encoder = nn.TransformerEncoder(
    layer, num_layers=2, enable_nested_tensor=False
)
print(encoder.use_nested_tensor)
#> False

# %% batch-first tags=["right"]
layer = nn.TransformerEncoderLayer(8, nhead=2, batch_first=True)
encoder = nn.TransformerEncoder(layer, num_layers=2)
print(encoder.use_nested_tensor)
#> True

# %% filter tags=["right"]
warnings.filterwarnings("ignore", "enable_nested_tensor is True")
model = nn.Transformer(8, nhead=2, num_encoder_layers=2)
print(model.encoder.use_nested_tensor)
#> False
