"""One language of the site, held in memory: a page that changed is rendered alone.

It lives in a process of its own, so that both languages are built at once, and so that a change of
``literate`` itself only needs a new process. What MkDocs does for a whole site is done here step by
step, with what it found out kept for the next page.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import traceback
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from mkdocs.commands import build as steps
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import yaml_load

from literate import extension
from literate.address import FOLDERS
from literate.edition import UNRECORDED
from literate.navigation import CONFIGURATIONS
from literate.project import Project
from literate.read import Cell, Module
from literate.site import site_environment
from literate.weave import Example, Woven

_BROKEN = {"zh": "这一页有错误", "en": "This page has an error"}


@dataclass(frozen=True)
class Fresh:
    """What a cell did when it was run for the preview, and is not recorded yet.

    Attributes:
        text: what it printed.
        raised: whether it ended with an exception.
        figure: what it drew, as SVG, or None.
    """

    text: str
    raised: bool = False
    figure: str | None = None


@dataclass(frozen=True)
class FreshModule(Module):
    """A module whose figures may be those of a run, by the cell's title."""

    drawn: dict[str, str] = field(default_factory=dict)

    def recorded_figure(self, title: str) -> str | None:
        return self.drawn.get(title) or super().recorded_figure(title)


@dataclass(frozen=True)
class Answer:
    """What became of a request.

    Attributes:
        problems: what is to be told in the terminal.
        built: whether there is a site to show.
    """

    problems: tuple[str, ...] = ()
    built: bool = True


class Preview:
    """What the extension is told in a preview: fresh outputs, and to show errors on the page."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.fresh: dict[str, dict[str, Fresh]] = {}
        self.problems: list[str] = []

    def refresh(self, woven: Woven) -> Woven:
        """The page with fresh outputs in place of those that are recorded."""
        parts = tuple(
            self._refreshed(part) if isinstance(part, Example) else part for part in woven.parts
        )
        return replace(woven, parts=parts)

    def _refreshed(self, example: Example) -> Example:
        module = example.module
        fresh = self.fresh.get(module.path, {}).get(example.cell.title)
        if fresh is None:
            return example
        drawn = {example.cell.title: fresh.figure} if fresh.figure else {}
        shown = FreshModule(module.path, module.file, module.source, module.cells, drawn)
        return replace(example, module=shown, cell=_fresh_cell(example.cell, fresh))

    def broken(self, message: str, lines: list[str]) -> list[str]:
        """The page that shows an error: its own heading, and what is wrong."""
        self.problems.append(message)
        heading = next((line for line in lines if re.match(r"# \S", line)), "# …")
        box = ["``` { .text .output .error .no-copy }", *message.split("\n"), "```"]
        indented = ["    " + line for line in box]
        return [heading, "", f'!!! failure "{_BROKEN[self.language]}"', "", *indented]


def _fresh_cell(cell: Cell, fresh: Fresh) -> Cell:
    tags = cell.tags | {UNRECORDED} | ({"raises-exception"} if fresh.raised else set())
    outputs = {"cpu": tuple(fresh.text.split("\n"))} if fresh.text else {}
    return replace(cell, tags=frozenset(tags), outputs=outputs)


def without_notebooks(file: Path) -> dict[str, object]:
    """The settings with which a page that the site shows as a notebook is one like all others.

    It comes from the same Markdown and looks the same in the end; this way it follows what is saved
    as quickly as the others do.
    """
    with file.open(encoding="utf-8") as stream:
        settings = yaml_load(stream)
    plugins = settings.get("plugins")
    if not isinstance(plugins, dict) or "mkdocs-jupyter" not in plugins:
        return {}
    return {
        "plugins": {name: plugins[name] for name in plugins if name != "mkdocs-jupyter"},
        "nav": _as_pages(settings.get("nav")),
        "exclude_docs": "*.ipynb",
    }


def _as_pages(nav: object) -> object:
    if isinstance(nav, list):
        return [_as_pages(entry) for entry in nav]
    if isinstance(nav, dict):
        return {title: _as_pages(entry) for title, entry in nav.items()}
    return re.sub(r"\.ipynb$", ".md", nav) if isinstance(nav, str) else nav


class Site:
    """A language's site as MkDocs has it in memory."""

    def __init__(self, root: Path, language: str, folder: Path) -> None:
        self.project, self.language = Project(root), language
        self.preview = extension.PREVIEW = Preview(language)
        file = root / CONFIGURATIONS[language]
        given = {"site_dir": str(folder / FOLDERS[language]), **without_notebooks(file)}
        self.config = load_config(config_file=str(file), **given)
        self.config.plugins.on_startup(command="serve", dirty=False)

    def build(self) -> Answer:
        """Build all pages."""
        config = self.config = self.config.plugins.on_config(self.config)
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        self.env = config.theme.get_env()
        files.add_files_from_theme(self.env, config)
        self.files = config.plugins.on_files(files, config=config)
        set_exclusions(self.files, config)
        nav = get_navigation(self.files, config)
        self.nav = config.plugins.on_nav(nav, config=config, files=self.files)
        pages = self.files.documentation_pages()
        for file in pages:
            if file.page is None:
                Page(None, file, config)
            steps._populate_page(file.page, config, self.files)
        self.env = config.plugins.on_env(self.env, config=config, files=self.files)
        self.files.copy_static_files()
        for template in config.theme.static_templates:
            steps._build_theme_template(template, self.env, self.files, config, self.nav)
        for file in pages:
            steps._build_page(file.page, config, pages, self.nav, self.env)
        config.plugins.on_post_build(config=config)
        return self._answer()

    def render(self, pages: list[str]) -> Answer:
        """Render some pages again, with the navigation of the last build."""
        for name in pages:
            file = self.files.get_file_from_path(name)
            if file is None or file.page is None:
                continue
            steps._populate_page(file.page, self.config, self.files)
            documents = self.files.documentation_pages()
            steps._build_page(file.page, self.config, documents, self.nav, self.env)
        return self._answer()

    def show(self, module: str, fresh: dict[str, Fresh]) -> Answer:
        """Show what a module did in a run; nothing is shown of an empty run."""
        self.preview.fresh[module] = fresh
        return self.render(self.including(module))

    def including(self, module: str) -> list[str]:
        """The pages that include cells of a module."""
        include = re.compile(rf"--8<--\s*[\"']{re.escape(module)}:")
        docs = self.project.docs(self.language)
        return [
            page
            for page in self.project.pages(self.language)
            if include.search((docs / page).read_text(encoding="utf-8", errors="replace"))
        ]

    def modules(self, module: str) -> Answer:
        """Render the pages of a module whose code changed, which no output belongs to yet."""
        self.preview.fresh.pop(module, None)
        return self.render(self.including(module))

    def _answer(self) -> Answer:
        problems, self.preview.problems = tuple(dict.fromkeys(self.preview.problems)), []
        return Answer(problems)


def work(connection: Connection, root: Path, language: str, folder: Path, url: str) -> None:
    """Do what comes through ``connection``, (method, arguments) pairs, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends this process when it ends
    os.chdir(root)
    os.environ.update(site_environment(url))
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    # jieba sets its own level once it is imported
    logging.getLogger("jieba").addFilter(lambda record: record.levelno >= logging.WARNING)
    site: Site | None = None
    while True:
        try:
            method, arguments = connection.recv()
        except (EOFError, OSError):
            return
        try:
            if method == "start":
                site = None
                site = Site(root, language, folder)
                answer = site.build()
            elif site is None:
                answer = Answer(("nothing is built yet",), built=False)
            else:
                answer = getattr(site, method)(*arguments)
        except (MkDocsException, SystemExit) as error:
            answer = Answer((f"{CONFIGURATIONS[language]}:1: {error}",), built=site is not None)
        except Exception:
            answer = Answer((traceback.format_exc(),), built=site is not None)
        connection.send(answer)
