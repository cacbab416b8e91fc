"""A MkDocs hook: a folder in the navigation stands for the pages of that chapter."""

from __future__ import annotations

from pathlib import Path

from literate.navigation import expand
from literate.project import Project


def on_config(config) -> None:
    docs = Path(config.docs_dir)
    if config.nav:
        config.nav = expand(Project(docs.parents[1]), docs.name, config.nav)
