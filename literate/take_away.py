"""What a reader can take away from a page: its module, a notebook, its Markdown."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from literate.address import FOLDERS, address, beside
from literate.read import Module
from literate.weave import Woven

OFFLINE = "pytorch-by-example.zip"  # the whole site, see ``offline``
BRANCH = "gh-pages"  # where the published site stands, notebooks and all
_WORDS = {
    "zh": (
        "下载 .py",
        "下载 .ipynb",
        "在 Colab 中打开",
        "查看 Markdown",
        "离线版全站 .zip",
        "带走这一页",
    ),
    "en": (
        "Download .py",
        "Download .ipynb",
        "Open in Colab",
        "View as Markdown",
        "Whole site for offline use .zip",
        "Take this page away",
    ),
}


def module_of(woven: Woven, page: str) -> Module | None:
    """The module that a page is about: the one of its own path, if it shows cells of it."""
    path = page.removesuffix(".md") + ".py"
    return next((module for module in woven.modules if module.path == path), None)


def take_away(woven: Woven, page: str, language: str, repo_url: str = "") -> str:
    """A line of links as HTML; their files are made by ``publish``.

    Args:
        woven: the page.
        page: relative to ``docs/<language>/``.
        repo_url: the project's address; Colab opens notebooks of GitHub only.
    """
    module_word, notebook_word, colab_word, markdown_word, site_word, label = _WORDS[language]
    links: list[tuple[str, str, str]] = []
    if module_of(woven, page):
        links.append((_name(beside(page, ".py")), " download", module_word))
    if woven.examples:
        notebook = beside(page, ".ipynb")
        links.append((_name(notebook), " download", notebook_word))
        if colab := colab_url(repo_url, FOLDERS[language] + notebook):
            links.append((colab, "", colab_word))
    links.append(("index.md", "", markdown_word))
    if not address(page):
        links.append(("../" * FOLDERS[language].count("/") + OFFLINE, " download", site_word))
    shown = " · ".join(
        f'<a href="{escape(href)}"{attributes}>{word}</a>' for href, attributes, word in links
    )
    attributes = f'class="take-away" aria-label="{label}" data-search-exclude'
    return f"<nav {attributes}>{shown}</nav>"


def colab_url(repo_url: str, path: str) -> str | None:
    """Where Colab opens a published notebook, or None if the project is not on GitHub."""
    found = urlsplit(repo_url)
    names = found.path.removesuffix("/").removesuffix(".git").split("/")
    if found.hostname not in ("github.com", "www.github.com") or len(names) != 3:
        return None
    return f"https://colab.research.google.com/github/{names[1]}/{names[2]}/blob/{BRANCH}/{path}"


def _name(path: str) -> str:
    """A file next to the page, as the page links to it."""
    return path.rpartition("/")[2]
