# %% raise tags=["raises-exception"]
import torch
from torch import nn

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x**2
h.sum().backward()
h.max().backward()
#> RuntimeError: Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.

# %% state tags=["raises-exception"]
rnn = nn.RNN(2, 3)
state = None
for step in range(2):
    output, state = rnn(torch.ones(5, 1, 2), state)
    output.sum().backward()
#> RuntimeError: Trying to backward through the graph a second time ...

# %% before-loop tags=["raises-exception"]
encoder = nn.Sequential(nn.Linear(2, 4), nn.Linear(4, 3))
head = nn.Linear(3, 1)
both = nn.ModuleList([encoder, head])
optimizer = torch.optim.SGD(both.parameters(), lr=0.1)
features = encoder(torch.ones(4, 2))
for step in range(2):
    head(features).mean().backward()
    optimizer.step()
#> RuntimeError: Trying to backward through the graph a second time ...

# %% total tags=["raises-exception"]
total = 0
for batch in torch.ones(2, 4, 3):
    total += head(batch).square().mean()
    total.backward()
#> RuntimeError: Trying to backward through the graph a second time ...

# %% fix-sum tags=["right"]
x.grad = None
h = x**2
(h.sum() + h.max()).backward()
print(x.grad)
#> tensor([2., 8.])

# %% fix-state tags=["right"]
state = None
for step in range(2):
    output, state = rnn(torch.ones(5, 1, 2), state)
    output.sum().backward()
    state = state.detach()
print(state.requires_grad)
#> False

# %% fix-before-loop tags=["right"]
for step in range(2):
    features = encoder(torch.ones(4, 2))
    optimizer.zero_grad()
    head(features).mean().backward()
    optimizer.step()

# %% fix-total tags=["right"]
total = 0.0
for batch in torch.ones(2, 4, 3):
    loss = head(batch).square().mean()
    loss.backward()
    total += loss.item()

# %% retain tags=["raises-exception"]
features = encoder(torch.ones(4, 2))
for step in range(2):
    head(features).mean().backward(retain_graph=True)
    optimizer.step()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: ...
