"""Weave, run, compare and record the examples of PyTorch by Example.

Data flows one way, one verb per module::

    read    a snippet module  -> cells            run      a module, in a process of its own
    weave   a page            -> parts            compare  documented and printed output
    edition parts             -> Markdown         verify   a run against what is documented
    check   pages and modules -> problems         record   outputs, back into the module
    carry   runs -> a file -> runs, from a machine with a GPU to the one that records them
    tabulate records -> a table                   pairs    which side of a page is older

``api`` knows where PyTorch documents a name, ``provenance`` what a record of verification says.

Edges use them and are used by none of them: ``collect`` and ``summary`` (pytest), ``extension``
(Python-Markdown), ``navigation``, ``site`` and ``serve`` (MkDocs), and ``__main__`` (the command
line).
"""
