# %% lstm
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(0)
lstm = nn.LSTM(input_size=5, hidden_size=8, batch_first=True)
x = torch.randn(2, 4, 5)
output, (h_n, c_n) = lstm(x)
print(output.shape)
print(h_n.shape, c_n.shape)
#> torch.Size([2, 4, 8])
#> torch.Size([1, 2, 8]) torch.Size([1, 2, 8])

# %% draw-unrolled tags=["remove-input"]
from drawing.layers import unrolled

unrolled(lstm, x)

# %% last-step
print(torch.equal(output[:, -1], h_n[-1]))
#> True

# %% rnn-gru
rnn = nn.RNN(5, 8, batch_first=True)
gru = nn.GRU(5, 8, batch_first=True)
output, h_n = gru(x)
print(output.shape, h_n.shape)
for net in (rnn, gru, lstm):
    print(type(net).__name__, tuple(net.weight_ih_l0.shape))
#> torch.Size([2, 4, 8]) torch.Size([1, 2, 8])
#> RNN (8, 5)
#> GRU (24, 5)
#> LSTM (32, 5)

# %% by-hand
h = torch.zeros(2, 8)
for t in range(4):
    h = torch.tanh(
        x[:, t] @ rnn.weight_ih_l0.T + rnn.bias_ih_l0
        + h @ rnn.weight_hh_l0.T + rnn.bias_hh_l0
    )
output, h_n = rnn(x)
print(torch.allclose(h, h_n[-1], atol=1e-6))
#> True

# %% vanishing
long = torch.randn(1, 100, 5, requires_grad=True)
for net in (rnn, gru, lstm):
    output, _ = net(long)
    (grad,) = torch.autograd.grad(output[0, -1].sum(), long)
    print(type(net).__name__, grad[0, 0].norm() < 1e-6)
#> RNN tensor(True)
#> GRU tensor(True)
#> LSTM tensor(True)

# %% classifier
class Classifier(nn.Module):
    def __init__(self, words, classes):
        super().__init__()
        self.embedding = nn.Embedding(words, 16, padding_idx=0)
        self.lstm = nn.LSTM(16, 32, batch_first=True)
        self.head = nn.Linear(32, classes)

    def forward(self, ids):
        _, (h_n, _) = self.lstm(self.embedding(ids))
        return self.head(h_n[-1])


ids = torch.randint(1, 100, (2, 4))
print(Classifier(words=100, classes=3)(ids).shape)
#> torch.Size([2, 3])

# %% layers-and-directions
deep = nn.LSTM(5, 8, num_layers=2, bidirectional=True, batch_first=True)
output, (h_n, c_n) = deep(x)
print(output.shape)
print(h_n.shape)
#> torch.Size([2, 4, 16])
#> torch.Size([4, 2, 8])

# %% both-ends
forward, backward = output[..., :8], output[..., 8:]
print(torch.equal(forward[:, -1], h_n[-2]))
print(torch.equal(backward[:, 0], h_n[-1]))
#> True
#> True

# %% padded-last-step tags=["wrong"]
short = torch.randn(1, 2, 5)
padded = torch.cat([short, torch.zeros(1, 2, 5)], dim=1)
_, (alone, _) = lstm(short)
output, _ = lstm(padded)
print(torch.allclose(output[:, -1], alone[-1]))
#> False

# %% packed tags=["right"]
batch = torch.cat([padded, torch.randn(1, 4, 5)])
lengths = torch.tensor([2, 4])
packed = pack_padded_sequence(
    batch, lengths, batch_first=True, enforce_sorted=False
)
output, (h_n, c_n) = lstm(packed)
print(torch.allclose(h_n[-1, 0], alone[-1, 0], atol=1e-6))
#> True

# %% unpacked
output, lengths = pad_packed_sequence(output, batch_first=True)
print(output.shape, lengths)
print(output[0, 2:].abs().sum().item())
#> torch.Size([2, 4, 8]) tensor([2, 4])
#> 0.0

# %% gather-last
output, _ = lstm(batch)
last = output[torch.arange(2), lengths - 1]
print(torch.allclose(last, h_n[-1], atol=1e-6))
#> True

# %% carry-state
whole, _ = lstm(x)
state = None
parts = []
for part in x.split(2, dim=1):
    output, state = lstm(part, state)
    parts.append(output)
print(torch.allclose(torch.cat(parts, dim=1), whole, atol=1e-6))
#> True

# %% detach-state
state = None
for part in x.split(2, dim=1):
    output, state = lstm(part, state)
    output.sum().backward()
    state = tuple(s.detach() for s in state)
print(state[0].requires_grad)
#> False

# %% cell
cell = nn.LSTMCell(5, 8)
h, c = torch.zeros(2, 8), torch.zeros(2, 8)
for t in range(x.shape[1]):
    h, c = cell(x[:, t], (h, c))
print(h.shape)
#> torch.Size([2, 8])

# %% batch-first-missing tags=["wrong"]
wrong = nn.LSTM(5, 8)
output, (h_n, c_n) = wrong(x)
print(output.shape, h_n.shape)
#> torch.Size([2, 4, 8]) torch.Size([1, 4, 8])

# %% batch-first-given tags=["right"]
output, (h_n, c_n) = nn.LSTM(5, 8, batch_first=True)(x)
print(output.shape, h_n.shape)
#> torch.Size([2, 4, 8]) torch.Size([1, 2, 8])

# %% two-dimensions tags=["wrong"]
features = torch.randn(6, 5)
output, (h_n, c_n) = lstm(features)
print(output.shape, h_n.shape)
#> torch.Size([6, 8]) torch.Size([1, 8])

# %% length-one tags=["right"]
output, (h_n, c_n) = lstm(features.unsqueeze(1))
print(output.shape, h_n.shape)
#> torch.Size([6, 1, 8]) torch.Size([1, 6, 8])

# %% input-size tags=["raises-exception"]
lstm(torch.randn(2, 5, 4))
#> RuntimeError: input.size(-1) must be equal to input_size. Expected 5, got 4

# %% input-size-right tags=["right"]
print(lstm(torch.randn(2, 5, 4).transpose(1, 2))[0].shape)
#> torch.Size([2, 4, 8])

# %% four-dimensions tags=["raises-exception"]
maps = torch.randn(2, 5, 3, 4)
lstm(maps)
#> ValueError: LSTM: Expected input to be 2D or 3D, got 4D instead

# %% four-to-three tags=["right"]
sequence = maps.flatten(2).transpose(1, 2)
print(lstm(sequence)[0].shape)
#> torch.Size([2, 12, 8])

# %% hidden-size tags=["raises-exception"]
state = torch.zeros(1, 3, 8), torch.zeros(1, 3, 8)
lstm(x, state)
#> RuntimeError: Expected hidden[0] size (1, 2, 8), got [1, 3, 8]

# %% hidden-size-right tags=["right"]
state = torch.zeros(1, len(x), 8), torch.zeros(1, len(x), 8)
print(lstm(x, state)[0].shape)
#> torch.Size([2, 4, 8])

# %% double-input tags=["raises-exception"]
lstm(x.double())
#> ValueError: RNN input dtype (torch.float64) does not match weight dtype (torch.float32). Convert input: input.to(torch.float32), or convert model: model.to(torch.float64)

# %% float-input tags=["right"]
print(lstm(x.double().float())[0].dtype)
#> torch.float32

# %% sorted tags=["raises-exception"]
pack_padded_sequence(batch, torch.tensor([2, 4]), batch_first=True)
#> RuntimeError: `lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not need ONNX exportability.

# %% sorted-right tags=["right"]
packed = pack_padded_sequence(
    batch, torch.tensor([2, 4]), batch_first=True, enforce_sorted=False
)
print(packed.batch_sizes)
#> tensor([2, 2, 1, 1])

# %% empty-sequence tags=["raises-exception"]
pack_padded_sequence(
    batch, torch.tensor([4, 0]), batch_first=True, enforce_sorted=False
)
#> RuntimeError: Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0

# %% empty-left-out tags=["right"]
lengths = torch.tensor([4, 0])
keep = lengths > 0
packed = pack_padded_sequence(
    batch[keep], lengths[keep], batch_first=True
)
print(packed.batch_sizes)
#> tensor([1, 1, 1, 1])

# %% dropout-one-layer tags=["wrong"]
nn.LSTM(5, 8, dropout=0.2)
#> UserWarning: dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers greater than 1, but got dropout=0.2 and num_layers=1

# %% dropout-two-layers tags=["right"]
print(nn.LSTM(5, 8, num_layers=2, dropout=0.2).dropout)
#> 0.2
