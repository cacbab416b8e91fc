"""Weave, run, compare and record the examples of PyTorch by Example: one room, one verb.

Data flows one way; no room imports one that stands below it here::

    problem         what is wrong, where, and what to do next
    project         where files stand; read them, replace them all at once
    keys            which device and which versions of torch print an output
    read            a snippet module -> cells
    markup          what may stand on a page beside its fences
    weave           a page -> its parts, with cells where it includes them
    figures         Matplotlib's SVG -> a figure that stands inside a page

  running modules
    hardware        the kind of processor that prints an output
    execute, warm   cells, in a process made for them
    processes       such processes, forked or spawned, and what they inherit
    backend         the Matplotlib that draws there
    run             many modules, each in such a process
    compare         documented output and printed output, token by token
    verify          a run against what its module documents
    probe           what torch finds on this machine

  recording them
    rewrite         a run -> the lines of its module
    repeat          two runs -> what cannot be recorded
    provenance      which record still describes its module, in words
    record          all of it -> files

  pages, without running anything
    address         where a page stands on the site, and what its links mean
    api             where PyTorch documents a name
    navigation      the pages that a configuration lists; add one
    pairs           which language of a page is older
    templates       what a new page begins with
    check           pages and modules -> problems, a room for each kind
    new             begin a page

  a page in other forms
    commonmark      Material's Markdown -> anybody's
    edition         Markdown for the site, for machines, for the checker
    notebook        a notebook that runs by itself
    llms            lists for language models
    tabulate        the records -> a table
    take_away       the links to a page's files

  the site
    extension       Python-Markdown: weave what MkDocs renders
    notebook_pages  before the build: tutorials -> notebooks for mkdocs-jupyter
    notebook_html   after it: their pages look like all others
    assets          one style sheet, one script, small pages
    publish         Markdown, notebooks, modules, sitemap beside the pages
    policy          a strict Content-Security-Policy on each page
    offline         all of it as a zip
    site            the steps above, in their order
    preview, serve  the same while a person writes

  the checks, in pytest
    changed         leave out what was green and is as it was
    summary         what ran, counted
    collect         a test for each block of each page

  what nox needs
    environments    one with torch, one without; install what a session asks for
    matrix          the checks on every release of torch

  the checks, checked
    trust           damage of every kind, and which of the checks sees it

``__main__`` is the command line.
"""
