"""The whole site as one zip that works from the disk, without a server.

A browser that opens a file finds no ``index.html`` by itself, starts no worker and fetches no
JSON. So in the copy links name their files, the search index is a script, and the workers of the
search run in a frame (``overrides/assets/vendor/iframe-worker``).
"""

from __future__ import annotations

import json
import posixpath
import re
import zipfile
from pathlib import Path

from literate.address import is_full
from literate.take_away import OFFLINE

_WORKER = "assets/vendor/iframe-worker/iframe-worker.js"
_INDEX = "search/search_index.json"
# What only a server or a crawler reads, and what only a person with open developer tools does.
_LEFT_OUT = ("404.html", "sitemap.xml", "robots.txt", ".map", ".gz", ".zip")
_LINK = re.compile(r'(?P<before><(?:a|area|link)\b[^>]*?\shref=")(?P<href>[^"]*)(?=")')
# Where the published site stands, and what a server's pages may load, is no rule for files.
_ONLINE = re.compile(
    r'<link rel="alternate[^>]*hreflang=[^>]*>'
    r'|<meta http-equiv="Content-Security-Policy"[^>]*>'
    rf'|(?: · )?<a href="(?:\.\./)*{re.escape(OFFLINE)}"[^>]*>.*?</a>'
)
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same site makes the same zip


def pack(site: Path) -> Path:
    """Write ``site/<OFFLINE>`` from the built site in ``site`` and return it."""
    names = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    names = {name for name in names if not name.endswith(_LEFT_OUT)}
    packed = site / OFFLINE
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(names):
            data = (site / name).read_bytes()
            if name.endswith(".html"):
                data = offline_page(data.decode(), name, names).encode()
            elif name.endswith(_INDEX):
                name = name.removesuffix("json") + "js"
                data = offline_index(data.decode()).encode()
            info = zipfile.ZipInfo(f"{packed.stem}/{name}", _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, data)
    return packed


def offline_page(html: str, name: str, names: set[str]) -> str:
    """A page as it works from the disk.

    Args:
        name: the page's file in the site.
        names: all files of the site.
    """
    folder = posixpath.dirname(name)

    def point(found: re.Match[str]) -> str:
        return found["before"] + _to_file(found["href"], folder, names)

    worker = posixpath.relpath(_WORKER, folder or ".")
    html = _LINK.sub(point, _ONLINE.sub("", html))
    return html.replace("</head>", f'<script src="{worker}"></script></head>', 1)


def _to_file(href: str, folder: str, names: set[str]) -> str:
    """A link to a folder as a link to the page in it; any other as it is."""
    path = re.split(r"[?#]", href, maxsplit=1)[0]
    if not path or path.startswith("/") or is_full(path):
        return href
    page = posixpath.normpath(posixpath.join(folder, path, "index.html"))
    if page not in names:
        return href
    slash = "" if path.endswith("/") else "/"
    return f"{path}{slash}index.html{href.removeprefix(path)}"


def offline_index(text: str) -> str:
    """The search index as the script that the theme loads from the disk."""
    index = json.loads(text)
    for document in index["docs"]:
        path, sign, fragment = document["location"].partition("#")
        document["location"] = f"{path}index.html{sign}{fragment}"
    return f"var __index = {json.dumps(index, ensure_ascii=False, separators=(',', ':'))}"
