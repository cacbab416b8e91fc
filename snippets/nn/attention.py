# %% masks
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
x = torch.randn(1, 4, 8)
causal = torch.ones(4, 4, dtype=torch.bool).tril()
# zh: True：可以看
# en: True: may be attended to
print(F.scaled_dot_product_attention(x, x, x, attn_mask=causal).shape)
# zh: True：被遮住
# en: True: is hidden
attention = nn.MultiheadAttention(8, num_heads=2, batch_first=True)
output, weights = attention(x, x, x, attn_mask=~causal)
print(weights[0].detach())
#> torch.Size([1, 4, 8])
#> tensor([[1.0000, 0.0000, 0.0000, 0.0000],
#>         [0.5506, 0.4494, 0.0000, 0.0000],
#>         [0.3738, 0.2556, 0.3705, 0.0000],
#>         [0.2885, 0.2440, 0.1876, 0.2800]])

# %% draw-causal tags=["remove-input"]
from drawing.attention import masks

masks(causal, weights[0], "attn_mask")

# %% by-hand
q, k, v = torch.randn(3, 1, 4, 8)
scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
scores = scores.masked_fill(~causal, float("-inf"))
by_hand = scores.softmax(dim=-1) @ v
output = F.scaled_dot_product_attention(q, k, v, attn_mask=causal)
print(torch.allclose(by_hand, output, atol=1e-6))
#> True

# %% is-causal
output = F.scaled_dot_product_attention(q, k, v, is_causal=True)
print(torch.allclose(by_hand, output, atol=1e-6))

changed = v.clone()
changed[:, 3] += 1.0
other = F.scaled_dot_product_attention(q, k, changed, is_causal=True)
print(torch.isclose(output, other).all(dim=-1))
#> True
#> tensor([[ True,  True,  True, False]])

# %% float-mask
mask = nn.Transformer.generate_square_subsequent_mask(4)
print(mask)
output = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
print(torch.allclose(by_hand, output, atol=1e-6))
with_floats, _ = attention(x, x, x, attn_mask=mask)
with_bools, _ = attention(x, x, x, attn_mask=~causal)
print(torch.allclose(with_floats, with_bools, atol=1e-6))
#> tensor([[0., -inf, -inf, -inf],
#>         [0., 0., -inf, -inf],
#>         [0., 0., 0., -inf],
#>         [0., 0., 0., 0.]])
#> True
#> True

# %% padding
lengths = torch.tensor([4, 2])
padding = torch.arange(4) >= lengths[:, None]
print(padding)

batch = torch.randn(2, 4, 8)
output, weights = attention(batch, batch, batch, key_padding_mask=padding)
print(weights[1].detach())
#> tensor([[False, False, False, False],
#>         [False, False,  True,  True]])
#> tensor([[0.4893, 0.5107, 0.0000, 0.0000],
#>         [0.5071, 0.4929, 0.0000, 0.0000],
#>         [0.4851, 0.5149, 0.0000, 0.0000],
#>         [0.4388, 0.5612, 0.0000, 0.0000]])

# %% draw-padding tags=["remove-input"]
masks(~padding, weights[:, 0], "key_padding_mask")

# %% padding-in-sdpa
# zh: （批量，头，长度，每个头的特征）
# en: (batch, heads, length, features of a head)
q = batch.unflatten(-1, (2, 4)).transpose(1, 2)
visible = ~padding[:, None, None, :]
print(q.shape, visible.shape)
print(F.scaled_dot_product_attention(q, q, q, attn_mask=visible).shape)
#> torch.Size([2, 2, 4, 4]) torch.Size([2, 1, 1, 4])
#> torch.Size([2, 2, 4, 4])

# %% mean-of-real
real = ~padding[:, :, None]
mean = (output * real).sum(dim=1) / real.sum(dim=1)
print(mean.shape)
#> torch.Size([2, 8])

# %% both-masks
_, weights = attention(
    batch, batch, batch, attn_mask=~causal, key_padding_mask=padding
)
print(weights[1].detach())
mask = visible & causal
output = F.scaled_dot_product_attention(q, q, q, attn_mask=mask)
print(output.shape)
#> tensor([[1.0000, 0.0000, 0.0000, 0.0000],
#>         [0.5071, 0.4929, 0.0000, 0.0000],
#>         [0.4851, 0.5149, 0.0000, 0.0000],
#>         [0.4388, 0.5612, 0.0000, 0.0000]])
#> torch.Size([2, 2, 4, 4])


# %% self-attention
class SelfAttention(nn.Module):
    def __init__(self, features, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(features, 3 * features)
        self.out = nn.Linear(features, features)

    def forward(self, x, mask=None):
        parts = self.qkv(x).unflatten(-1, (3, self.heads, -1))
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out(y.transpose(1, 2).flatten(2))


# %% same-as-module
own = SelfAttention(8, heads=2)
with torch.no_grad():
    own.qkv.weight.copy_(attention.in_proj_weight)
    own.qkv.bias.copy_(attention.in_proj_bias)
own.out.load_state_dict(attention.out_proj.state_dict())

expected, _ = attention(batch, batch, batch, key_padding_mask=padding)
print(torch.allclose(own(batch, visible), expected, atol=1e-6))
#> True

# %% need-weights
_, mean = attention(x, x, x)
_, per_head = attention(x, x, x, average_attn_weights=False)
_, nothing = attention(x, x, x, need_weights=False)
print(mean.shape, per_head.shape, nothing)
#> torch.Size([1, 4, 4]) torch.Size([1, 2, 4, 4]) None

# %% cross-attention
cross = nn.MultiheadAttention(8, 2, kdim=6, vdim=6, batch_first=True)
text, image = torch.randn(2, 4, 8), torch.randn(2, 9, 6)
output, weights = cross(text, image, image)
print(output.shape, weights.shape)
#> torch.Size([2, 4, 8]) torch.Size([2, 4, 9])

# %% encoder
layer = nn.TransformerEncoderLayer(8, nhead=2, batch_first=True)
encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
output = encoder(batch, mask=~causal, src_key_padding_mask=padding)
print(output.shape)
#> torch.Size([2, 4, 8])

# %% equal-layers
first, second = encoder.layers
print(torch.equal(first.linear1.weight, second.linear1.weight))
for p in encoder.parameters():
    if p.dim() > 1:
        nn.init.xavier_uniform_(p)
print(torch.equal(first.linear1.weight, second.linear1.weight))
#> True
#> False

# %% no-order
encoder.eval()
order = torch.tensor([2, 0, 3, 1])
with torch.no_grad():
    a, b = encoder(x)[:, order], encoder(x[:, order])
print(torch.allclose(a, b, atol=1e-5))
#> True

# %% positions
position = nn.Embedding(16, 8)


def encode(x):
    return encoder(x + position(torch.arange(x.shape[1])))


with torch.no_grad():
    a, b = encode(x)[:, order], encode(x[:, order])
print(torch.allclose(a, b, atol=1e-5))
#> False

# %% choose-kernel
kernels = nn.attention.SDPBackend
with nn.attention.sdpa_kernel(kernels.MATH):
    print(F.scaled_dot_product_attention(q, q, q).shape)
#> torch.Size([2, 2, 4, 4])

# %% no-backend tags=["raises-exception"]
with nn.attention.sdpa_kernel(kernels.EFFICIENT_ATTENTION):
    F.scaled_dot_product_attention(q, q, q)
#> RuntimeError: No viable backend for scaled_dot_product_attention was found. This is likely due to turning off both the math kernel and the fused kernels.

# %% inverted tags=["wrong"]
_, weights = attention(x, x, x, attn_mask=causal)
print(weights[0].detach())
#> tensor([[0.0000, 0.3125, 0.3597, 0.3278],
#>         [0.0000, 0.0000, 0.4320, 0.5680],
#>         [0.0000, 0.0000, 0.0000, 1.0000],
#>         [   nan,    nan,    nan,    nan]])

# %% all-hidden tags=["wrong"]
lengths = torch.tensor([4, 0])
padding = torch.arange(4) >= lengths[:, None]
output, _ = attention(batch, batch, batch, key_padding_mask=padding)
print(output.isnan().any(dim=-1))

output[0].sum().backward()
print(attention.in_proj_weight.grad.isnan().any())
#> tensor([[False, False, False, False],
#>         [ True,  True,  True,  True]])
#> tensor(True)

# %% one-visible tags=["right"]
padding[:, 0] = False
output, _ = attention(batch, batch, batch, key_padding_mask=padding)
attention.zero_grad()
output[lengths > 0].sum().backward()
print(attention.in_proj_weight.grad.isnan().any())
#> tensor(False)

# %% where-nan
empty = torch.ones(1, 4, dtype=torch.bool)
layer = encoder.layers[0]
with torch.no_grad():
    train = layer.train()(x, src_key_padding_mask=empty)
    evaluation = layer.eval()(x, src_key_padding_mask=empty)
print(train.isnan().any(), evaluation.isnan().any())
sdpa = F.scaled_dot_product_attention(x, x, x, attn_mask=~empty)
print(sdpa.abs().max())
#> tensor(False) tensor(True)
#> tensor(0.)

# %% batch-second tags=["wrong"]
second = nn.MultiheadAttention(8, num_heads=2)
changed = batch.clone()
changed[1] += 1.0
before, _ = second(batch, batch, batch)
after, _ = second(changed, changed, changed)
print(torch.allclose(before[0], after[0]))
#> False

# %% batch-first tags=["right"]
first = nn.MultiheadAttention(8, num_heads=2, batch_first=True)
before, _ = first(batch, batch, batch)
after, _ = first(changed, changed, changed)
print(torch.allclose(before[0], after[0]))
#> True

# %% batch-second-cross tags=["raises-exception"]
second(batch, batch[:, :3], batch[:, :3])
#> RuntimeError: shape '[2, 8, 4]' is invalid for input of size 48

# %% mask-shape tags=["raises-exception"]
padding = torch.tensor([[False] * 4, [False, False, True, True]])
attention(batch, batch, batch, attn_mask=padding)
#> RuntimeError: The shape of the 2D attn_mask is torch.Size([2, 4]), but should be (4, 4).

# %% padding-argument tags=["right"]
output, _ = attention(batch, batch, batch, key_padding_mask=padding)
print(output.shape)
#> torch.Size([2, 4, 8])

# %% integer-mask tags=["raises-exception"]
from_tokenizer = torch.tensor([[1, 1, 1, 1], [1, 1, 0, 0]])
attention(batch, batch, batch, key_padding_mask=from_tokenizer)
#> AssertionError: only bool and floating types of key_padding_mask are supported

# %% integer-mask-to-bool tags=["right"]
padding = from_tokenizer == 0
output, _ = attention(batch, batch, batch, key_padding_mask=padding)
print(output.shape)
#> torch.Size([2, 4, 8])

# %% integer-mask-in-sdpa tags=["raises-exception"]
visible = from_tokenizer[:, None, None, :]
F.scaled_dot_product_attention(q, q, q, attn_mask=visible)
#> RuntimeError: Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: long int and  query.dtype: float instead.

# %% mixed-masks tags=["wrong"]
mask = nn.Transformer.generate_square_subsequent_mask(4)
output, _ = attention(
    batch, batch, batch, attn_mask=mask, key_padding_mask=padding
)
#> UserWarning: Support for mismatched key_padding_mask and attn_mask is deprecated. Use same type for both instead.

# %% masks-of-one-type tags=["right"]
output, _ = attention(
    batch, batch, batch, attn_mask=mask < 0, key_padding_mask=padding
)
print(output.shape)
#> torch.Size([2, 4, 8])

# %% two-masks tags=["raises-exception"]
mask = visible.bool()
F.scaled_dot_product_attention(x, x, x, attn_mask=mask, is_causal=True)
#> RuntimeError: _scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True

# %% causal-hint tags=["raises-exception"]
attention(x, x, x, is_causal=True)
#> RuntimeError: Need attn_mask if specifying the is_causal hint. You may use the Transformer module method `generate_square_subsequent_mask` to create this mask.

# %% causal-with-mask tags=["right"]
output, _ = attention(x, x, x, attn_mask=~causal, is_causal=True)
print(output.shape)
#> torch.Size([1, 4, 8])

# %% last-query tags=["wrong"]
keys = torch.randn(1, 4, 8)
values = torch.eye(4).unsqueeze(0)
query = torch.randn(1, 1, 8)
print(F.scaled_dot_product_attention(query, keys, values, is_causal=True))
#> tensor([[[1., 0., 0., 0.]]])

# %% last-query-sees-all tags=["right"]
print(F.scaled_dot_product_attention(query, keys, values))

queries = torch.randn(1, 2, 8)
mask = torch.ones(2, 4, dtype=torch.bool).tril(diagonal=4 - 2)
output = F.scaled_dot_product_attention(queries, keys, values, mask)
print(output)
#> tensor([[[0.1087, 0.2648, 0.1371, 0.4895]]])
#> tensor([[[0.4918, 0.2078, 0.3004, 0.0000],
#>          [0.1993, 0.2469, 0.0961, 0.4577]]])


# %% dropout-in-eval tags=["wrong"]
def attend(x):
    return F.scaled_dot_product_attention(x, x, x, dropout_p=0.5)


attention.eval()
print(torch.equal(attend(x), attend(x)))
#> False


# %% dropout-in-training tags=["right"]
def attend(x, training):
    p = 0.5 if training else 0.0
    return F.scaled_dot_product_attention(x, x, x, dropout_p=p)


print(torch.equal(attend(x, False), attend(x, attention.training)))
#> True

# %% heads tags=["raises-exception"]
nn.MultiheadAttention(10, num_heads=4)
#> AssertionError: embed_dim must be divisible by num_heads
