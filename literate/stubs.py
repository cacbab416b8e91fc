"""Pages that are written in one language and wait in the other one for their translation.

Such a page is a stub there: front matter with ``status: untranslated``, a title, and no more. The
key is the theme's own: it marks the page in the navigation.
"""

from __future__ import annotations

from collections.abc import Mapping

STATUS = "status: untranslated"


def is_stub(meta: Mapping[str, object]) -> bool:
    """Whether a page with this front matter waits for its translation."""
    return meta.get("status") == "untranslated"
