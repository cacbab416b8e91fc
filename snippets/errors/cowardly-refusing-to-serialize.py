# %% raise tags=["raises-exception"]
import torch
from torch import multiprocessing

w = torch.ones(3, requires_grad=True)
queue = multiprocessing.SimpleQueue()
queue.put(2 * w)
#> RuntimeError: Cowardly refusing to serialize non-leaf tensor which requires_grad, since autograd does not support crossing process boundaries.  If you just want to transfer the data, call detach() on the tensor before serializing (e.g., putting it on the queue).

# %% fix tags=["right"]
queue.put((2 * w).detach())
print(queue.get())
#> tensor([2., 2., 2.])

# %% fix-dataset tags=["right"]
class Features(torch.utils.data.Dataset):
    def __init__(self, encoder):
        self.encoder = encoder

    def __len__(self):
        return 4

    @torch.no_grad()
    def __getitem__(self, i):
        return self.encoder(torch.full((2,), float(i)))


print(Features(torch.nn.Linear(2, 3))[0].requires_grad)
#> False
