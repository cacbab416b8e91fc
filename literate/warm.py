"""Imported last by the fork server, to make what it forks cheap.

Printing a first tensor imports parts of torch; done here, no module pays for it. What was
allocated so far is put out of the garbage collector's sight: a collection in a forked process would
touch, and so copy, all of it. Nothing here draws a random number or starts a thread.
"""

import gc
import sys

if torch := sys.modules.get("torch"):
    repr(torch.arange(2.0, requires_grad=True))

gc.collect()
gc.freeze()
