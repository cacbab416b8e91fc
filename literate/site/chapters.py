"""MkDocs hooks: a folder in the navigation stands for its chapter's pages; pages are compact."""

from __future__ import annotations

from pathlib import Path

from literate.navigation import ENTRIES, INDEX, expand
from literate.project import Project


def on_config(config) -> None:
    docs = Path(config.docs_dir)
    if config.nav:
        config.nav = expand(Project(docs.parents[1]), docs.name, config.nav)


def on_nav(nav, config, files) -> None:
    """Put the entries of errors below the index that lists them: its tab and path are theirs."""
    index = files.get_file_from_path(f"{ENTRIES}{INDEX}")
    for file in files.documentation_pages() if index else ():
        if file.src_uri.startswith(ENTRIES) and file.page.parent is None:
            file.page.parent = index.page.parent


def on_env(env, config, files) -> None:
    """Leave out of each page the lines on which the theme's templates have nothing but a tag."""
    env.trim_blocks = env.lstrip_blocks = True
