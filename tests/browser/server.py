"""A static server as a good host sets one up: gzip, kept connections, cache headers, the policy."""

from __future__ import annotations

import functools
import gzip
import hashlib
import mimetypes
import re
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from literate.site.build import HEADER

# Names that hold a hash of what is in the file: such a file never changes.
HASHED = re.compile(r"\.[0-9a-f]{8,10}\.(min\.)?(js|css)$")
TYPES = {
    ".js": "text/javascript",
    ".md": "text/markdown",
    ".ipynb": "application/x-ipynb+json",
    ".py": "text/x-python",
    ".woff2": "font/woff2",
}
PACKED = (".png", ".woff2", ".zip")
COMPRESSED = ("text/", "application/json", "application/x-ipynb+json", "image/svg+xml", "xml")


@dataclass(frozen=True)
class Answer:
    """What went over the wire for one request: status and bytes, headers included."""

    path: str
    status: int
    bytes: int


class Server:
    """Serves the folder ``site`` at ``path`` until it is closed, on a free port by default.

    A site that was built for another ``host`` is served as if it had been built for this one.
    """

    def __init__(self, site: Path, path: str = "/", port: int = 0, host: str = "") -> None:
        self.site, self.path, self.built_for = site, path, host
        self.answers: list[Answer] = []
        handler = type("Bound", (_Handler,), {"server_": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.http.daemon_threads = True
        self.host = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.url = self.host + path
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def find(self, address: str) -> Path | None:
        """The file that an address of the site shows, or None."""
        path = unquote(urlsplit(address).path)
        if not path.startswith(self.path):
            return None
        file = (self.site / path.removeprefix(self.path)).resolve()
        if path.endswith("/"):
            file /= "index.html"
        return file if file.is_file() and file.is_relative_to(self.site.resolve()) else None


@functools.cache
def prepare(file: Path, built_for: str, host: str) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a file, compressed once."""
    body = file.read_bytes()
    if built_for and file.suffix not in PACKED:
        body = body.replace(built_for.encode(), host.encode())
    guess = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    kind = TYPES.get(file.suffix, guess)
    hashed = HASHED.search(file.name)
    headers = {
        "Content-Type": kind + "; charset=utf-8" * kind.startswith("text/"),
        "Cache-Control": "max-age=31536000, immutable" if hashed else "no-cache",
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"',
    }
    if any(part in kind for part in COMPRESSED):
        body = gzip.compress(body, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    if file.suffix == ".html":
        headers["Content-Security-Policy"] = HEADER
    return body, headers


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_: Server
    # One write per answer: otherwise the body waits for the receipt of the headers.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        server = self.server_
        file, status = server.find(self.path), 200
        if file is None:
            english = self.path.startswith(server.path + "en/")
            file, status = server.site / ("en/404.html" if english else "404.html"), 404
        body, headers = prepare(file, server.built_for, server.host)
        if headers["ETag"] == self.headers.get("If-None-Match"):
            body, status = b"", 304
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        head = sum(map(len, self._headers_buffer)) + 2
        self.end_headers()
        self.wfile.write(body)
        server.answers.append(Answer(self.path, status, head + len(body)))  # before it arrives
        self.wfile.flush()

    def log_message(self, *arguments: object) -> None:
        pass
