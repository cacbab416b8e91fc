"""Preview both languages on one address, and build again when something changes."""

from __future__ import annotations

import contextlib
import logging
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from literate.problem import LiterateError
from literate.project import Project
from literate.site import CONFIGURATIONS, build

WATCHED = ("docs", "snippets", "literate", "overrides", *CONFIGURATIONS.values())


def serve(project: Project, host: str, port: int, *, open_browser: bool = False) -> int:
    """Serve until interrupted. Returns the exit code.

    Each build's pages are made by new processes, so that a change of ``literate`` counts too, and
    beside the site that is shown, which stays up when a build fails.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("watchdog").setLevel(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="literate-site-"))
    shown = folder / "shown"
    url = f"http://{host}:{port}/"

    def rebuild() -> None:
        started = time.monotonic()
        fresh = folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            build(project, fresh, url=url, preview=True)
        except LiterateError as error:
            print(f"{error}\nThe last good build is still shown.", file=sys.stderr)
            if not shown.exists():
                raise
            return
        old = folder / "old"
        if shown.exists():
            shown.rename(old)
        fresh.rename(shown)
        shutil.rmtree(old, ignore_errors=True)
        seconds = time.monotonic() - started
        print(f"built in {seconds:.1f} s: {url} (中文) {url}en/ (English)", file=sys.stderr)

    try:
        rebuild()
        server = LiveReloadServer(rebuild, host=host, port=port, root=str(shown))
        not_found = shown / "404.html"
        server.error_handler = lambda code: not_found.read_bytes() if code == 404 else None
        for name in WATCHED:
            if (project.root / name).exists():
                server.watch(str(project.root / name))
        try:
            server.serve(open_in_browser=open_browser)
        except KeyboardInterrupt:
            print("stopped", file=sys.stderr)
        finally:
            with contextlib.suppress(Exception):
                server.shutdown()
    except OSError as error:
        print(f"{url}: {error.strerror or error}; try another --port.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0
