"""The Python-Markdown extension that puts woven pages on the site.

Its only setting is the site's language::

    markdown_extensions:
      literate.extension: {language: zh}
"""

from __future__ import annotations

import re
from pathlib import Path

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from literate.edition import for_site
from literate.problem import LiterateError
from literate.project import Project, Source
from literate.provenance import Verified, statement
from literate.weave import weave

try:  # so that MkDocs prints the message and not a traceback
    from mkdocs.exceptions import BuildError
except ImportError:  # another generator
    BuildError = ValueError


_KEPT = "literate-kept-"


class _Weave(Preprocessor):
    def __init__(self, md: Markdown, project: Project, language: str) -> None:
        super().__init__(md)
        self.project, self.language = project, language
        self.kept: list[str] = []

    def run(self, lines: list[str]) -> list[str]:
        source, first_line = self._source(lines)
        try:
            woven = weave(self.project, source, self.language, first_line=first_line)
            verified = statement(Verified(self.project), woven.modules, self.language)
        except LiterateError as error:
            raise BuildError(str(error)) from None
        return for_site(woven, under_title=verified, keep=self._keep).rstrip("\n").split("\n")

    def _keep(self, html: str) -> str:
        self.kept.append(html)
        return f"{_KEPT}{len(self.kept) - 1}."

    def _source(self, lines: list[str]) -> tuple[Source, int]:
        """The page as the generator hands it over, with its name and first line.

        The generator has cut off the front matter and tells nobody which page it renders; MkDocs'
        own extension for links knows. Elsewhere errors count lines from below the front matter.
        """
        text = tuple(line.removesuffix("\r").removeprefix("\ufeff") for line in lines)
        try:
            file = Path(self.md.treeprocessors["relpath"].file.abs_src_path)
            before = file.read_text(encoding="utf-8-sig").rstrip().split("\n")
        except (KeyError, AttributeError, TypeError, OSError):
            return Source(f"docs/{self.language}/(a page)", text, "\n", False), 1
        body = len("\n".join(text).rstrip().split("\n"))
        name = self.project.relative(file)
        return Source(name, text, "\n", False), max(1, len(before) - body + 1)


class _Stash(Preprocessor):
    """Hands the HTML that the weaver kept to Python-Markdown.

    A preprocessor of its own, because the marks of Python-Markdown's stash survive only below the
    one that normalises white space.
    """

    def __init__(self, md: Markdown, kept: list[str]) -> None:
        super().__init__(md)
        self.kept = kept

    def run(self, lines: list[str]) -> list[str]:
        text = re.sub(
            rf"{_KEPT}(\d+)\.",
            lambda found: self.md.htmlStash.store(self.kept[int(found[1])]),
            "\n".join(lines),
        )
        self.kept.clear()
        return text.split("\n")


class LiterateExtension(Extension):
    """Weaves every page before anything else reads it."""

    def __init__(self, **settings) -> None:
        self.config = {
            "language": ["zh", "language whose comments the code shows"],
            "root": [".", "folder that holds snippets/"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - their name
        project = Project(Path(self.getConfig("root")).resolve())
        # Above every other preprocessor: normalisation (30), fences (25), HTML blocks (20).
        weaver = _Weave(md, project, self.getConfig("language"))
        md.preprocessors.register(weaver, "literate", 100)
        # Below the normalisation, which would remove the stash's marks.
        md.preprocessors.register(_Stash(md, weaver.kept), "literate-figures", 29)


def makeExtension(**settings) -> LiterateExtension:  # noqa: N802 - their name
    """How Python-Markdown loads the extension."""
    return LiterateExtension(**settings)
