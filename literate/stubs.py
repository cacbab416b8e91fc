"""Pages that are written in one language and wait in the other one for their translation.

Such a page is a stub there: front matter with ``status: untranslated``, a title, and no more. The
key is the theme's own: it marks the page in the navigation.
"""

from __future__ import annotations

from collections.abc import Mapping

from literate.problem import LiterateError
from literate.project import Project, read_source
from literate.prose import front_matter

STATUS = "status: untranslated"


def is_stub(meta: Mapping[str, object]) -> bool:
    """Whether a page with this front matter waits for its translation."""
    return meta.get("status") == "untranslated"


def waits(project: Project, language: str, page: str) -> bool:
    """The same of a page in ``docs/<language>/``; a page that cannot be read does not wait."""
    try:
        source = read_source(project.docs(language) / page, page)
    except LiterateError:
        return False
    return is_stub(front_matter("\n".join(source.lines))[0])
