# %% raise tags=["raises-exception"]
import torch
import torch.nn.functional as F

q = torch.zeros(1, 2, 3, 4)
k = v = torch.zeros(1, 2, 3, 4, dtype=torch.float16)
F.scaled_dot_product_attention(q, k, v)
#> RuntimeError: Expected query, key, and value to have the same dtype, but got query.dtype: float key.dtype: c10::Half and value.dtype: c10::Half instead.

# %% which
print(q.dtype, k.dtype, v.dtype)
#> torch.float32 torch.float16 torch.float16

# %% cast tags=["right"]
output = F.scaled_dot_product_attention(q, k.to(q.dtype), v.to(q.dtype))
print(output.dtype)
#> torch.float32

# %% one-model tags=["right"]
model = torch.nn.ModuleDict({
    "q": torch.nn.Linear(4, 4), "kv": torch.nn.Linear(4, 4).half()
})
model.to(torch.bfloat16)
print({p.dtype for p in model.parameters()})
#> {torch.bfloat16}

# %% autocast tags=["right"]
with torch.autocast("cpu", dtype=torch.bfloat16):
    output = F.scaled_dot_product_attention(q, k, v)
print(output.dtype)
#> torch.bfloat16
