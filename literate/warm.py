"""Imported last by the fork server, to make what it forks cheap.

Printing a first tensor imports parts of torch; done here, no module pays for it. What was
allocated so far is put out of the garbage collector's sight: a collection in a forked process would
touch, and so copy, all of it. Nothing here draws a random number, starts a thread, or uses CUDA,
which no process can use whose parent did.
"""

import gc
import sys
import time

if torch := sys.modules.get("torch"):
    repr(torch.arange(2.0, requires_grad=True))

gc.collect()
gc.freeze()

READY = time.time()  # when the server can fork: what came before is Python's start and the imports
