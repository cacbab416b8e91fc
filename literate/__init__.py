"""Weave, run, compare and record the examples of PyTorch by Example.

Data flows one way, one verb per module::

    read    a snippet module  -> cells            run      a module, in a process of its own
    weave   a page            -> parts            compare  documented and printed output
    check   pages and modules -> problems         record   outputs, back into the module

Four edges use them and are used by none of them: ``collect`` (pytest), ``extension``
(Python-Markdown), ``serve`` (live preview) and ``__main__`` (the command line).
"""
