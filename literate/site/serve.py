"""Preview both languages on one address while they are written.

MkDocs builds the whole site at the start and when more than a page has changed. A page that is
saved is rendered alone, with the one that shows its card, into its built file; a module that is
saved is run in the background, and what it printed is shown as not recorded yet. Errors stand on
the page and in the terminal, and the server goes on.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

from literate.cards import shown_on
from literate.navigation import CONFIGURATIONS, navigations
from literate.problem import LiterateError
from literate.project import DRAWING, FOLDERS, LANGUAGES, Project, page_url, stamp
from literate.run.figures import uses_drawing
from literate.run.process import Code
from literate.run.runner import Run, Runner
from literate.run.verdict import printed, verify
from literate.site.build import site_environment
from literate.site.exports import export
from literate.site.extension import article
from literate.site.render import Fresh
from literate.snippet import Module, read_module
from literate.words import say

_WATCHED = ("docs", "snippets", "overrides", *CONFIGURATIONS.values())
_IGNORED = ("__pycache__", ".cache")
_ARTICLE = re.compile(r"<h1\b.*(?=</article>)", re.DOTALL)
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_NO_TORCH = (
    "was saved and is not run: this Python has no torch. To install it (200 MB; PyPI's build for "
    "Linux 3 GB): nox -s cpu; then start nox -s serve again"
)


def serve(
    project: Project, host: str, port: int, *, open_browser: bool = False, run: bool = True
) -> int:
    """Serve until interrupted. Returns the exit code.

    Args:
        run: whether modules that are saved are run.
    """
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    folder = preview = None
    try:
        with _waiting():  # for what is made here to be known
            folder = Path(tempfile.mkdtemp(prefix="literate-site-"))
            preview = Preview(project, folder, host, port, run=run)
        preview.start()
        preview.server.serve(open_in_browser=open_browser)
    except OSError as error:
        reason = error.strerror or error
        print(f"http://{host}:{port}/: {reason}; try another --port.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    finally:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        if preview:
            preview.close()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def _stop(*_: object) -> None:
    """End the server, once: what ends already is not to be interrupted."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextlib.contextmanager
def _waiting() -> Iterator[None]:
    """Let a signal wait until the block is left."""
    came: list[int] = []
    for number in _SIGNALS:
        signal.signal(number, lambda number, _: came.append(number))
    try:
        yield
    finally:
        for number in _SIGNALS:
            signal.signal(number, _stop)
        if came:
            _stop()


class _Server(LiveReloadServer):
    """A server that looks for what was saved before it began to watch."""

    looks: Callable[[], None]

    def serve_forever(self, *given) -> None:  # is called when it watches
        self.looks()
        super().serve_forever(*given)


class Preview:
    """A site in a temporary folder, kept up to date."""

    def __init__(self, project: Project, folder: Path, host: str, port: int, *, run: bool) -> None:
        self.project, self.folder = project, folder
        self.site, self.wake = folder / "site", folder / "wake"
        self.wake.mkdir()
        self.place, self.url = (host, port), f"http://{host}:{port}/"
        self.server = _Server(self.update, host, port, root=str(self.site), polling_interval=0.2)
        self.server.looks = self.look
        self.server.error_handler = self._error_page
        self.lock = threading.Lock()
        self.builders: list[subprocess.Popen] = []
        self.broken = ""  # why there is no site
        self.fresh: dict[tuple[str, str], Fresh] = {}
        self.ended: queue.SimpleQueue[tuple[Module, Run]] = queue.SimpleQueue()
        self.runner = _runner() if run and importlib.util.find_spec("torch") else None
        self.to_say = _NO_TORCH if run and self.runner is None else ""
        self.stamps, self.nav = self._stamps(), self._navigation()

    def start(self) -> None:
        """Build the site, and watch what it is built from."""
        family = socket.getaddrinfo(*self.place)[0][0]
        socket.create_server(self.place, family=family).close()  # fails before the build does
        self.build()
        for name in _WATCHED:
            if (self.project.root / name).exists():
                self.server.watch(str(self.project.root / name))
        self.server.watch(str(self.wake))

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self.server.shutdown()
        self.server.server_close()
        for process in self.builders:
            process.kill()
            process.wait()
        if self.runner:
            self.runner.close()

    def look(self) -> None:
        """Let the server look for what has changed, as if a file had been saved."""
        with contextlib.suppress(OSError):  # the server has been closed
            (self.wake / "up").write_text(str(time.time_ns()), encoding="utf-8")

    def build(self) -> None:
        """Build both languages, by new processes: what they have loaded may have changed."""
        started, environment = time.monotonic(), site_environment(self.url)
        new = Path(tempfile.mkdtemp(dir=self.folder))
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file"]
        given = {"cwd": self.project.root, "env": environment, "stderr": subprocess.PIPE}
        given |= {"encoding": "utf-8", "errors": "replace"}
        with _waiting():  # for each of them to be known
            self.builders = [
                subprocess.Popen(
                    [*command, CONFIGURATIONS[x], "--site-dir", str(new / name)], **given
                )
                for x, name in (("zh", "site"), ("en", "en"))
            ]
        self.broken = ""
        for process, language in zip(self.builders, LANGUAGES, strict=True):
            said = process.communicate()[1].strip()
            if process.returncode:
                self.broken += f"{CONFIGURATIONS[language]}:1: {said}\n"
            elif said:
                print(said, file=sys.stderr)
        if self.broken:
            print(self.broken, file=sys.stderr)
            return
        with self.lock:
            (new / "en").rename(new / "site/en")
            if self.site.exists():
                self.site.rename(new / "old")
            (new / "site").rename(self.site)
            shutil.rmtree(new, ignore_errors=True)
            with contextlib.suppress(LiterateError, OSError):  # the page says what is wrong
                export(self.project, self.site, self.url)
        for path in sorted({path for path, _ in self.fresh}):
            self._show_module(path)
        where = f"{self.url} (中文) {self.url}en/ (English)"
        print(f"built in {time.monotonic() - started:.1f} s: {where}", file=sys.stderr)

    def _stamps(self) -> dict[str, object]:
        """A stamp for each file that is watched."""
        found = {}
        for name in _WATCHED:
            top = self.project.root / name
            for file in [top] if top.is_file() else top.rglob("*"):
                hidden = file.name.startswith(".") or file.name.endswith(("~", ".ipynb"))
                if not (hidden or any(part in _IGNORED for part in file.parts) or file.is_dir()):
                    found[self.project.relative(file)] = stamp(file)
        return found

    def _navigation(self) -> object:
        """What the navigations list, if they can be read."""
        with contextlib.suppress(LiterateError):  # the build says why
            return navigations(self.project)

    def update(self) -> None:
        """Bring the site up to date with what was saved, and with what was run."""
        started = time.monotonic()
        before, self.stamps = self.stamps, self._stamps()
        changed = {n for n in {*before, *self.stamps} if before.get(n) != self.stamps.get(n)}
        alone = re.compile(r"docs/[^/]+/.*\.md|snippets/.*\.(?:py|svg)")
        nav, self.nav = self.nav, self._navigation()
        known = all(n in before and n in self.stamps and alone.fullmatch(n) for n in changed)
        if changed and (self.broken or nav != self.nav or not known):
            self.build()
        for name in sorted(changed):
            if name.startswith("docs/") and (
                found := self.project.page_of(self.project.root / name)
            ):
                language, page = found
                for shown in {page, shown_on(page)[0]}.intersection(self.project.pages(language)):
                    self._show(language, shown)
            elif name.startswith("snippets/"):  # a.cell.svg belongs to a.py
                path = re.sub(r"\.[^./]+\.svg$", ".py", name.removeprefix("snippets/"))
                for drawn in self._drawn_by() if path.startswith(f"{DRAWING}/") else [path]:
                    self.fresh = {k: v for k, v in self.fresh.items() if k[0] != drawn}
                    if name.endswith(".py"):
                        self._run(drawn)
                    self._show_module(drawn)
        self._show_runs()
        if changed:
            some = ", ".join(sorted(changed)[:3]) + (", …" if len(changed) > 3 else "")
            print(f"{some}: shown after {time.monotonic() - started:.1f} s", file=sys.stderr)

    def _drawn_by(self) -> list[str]:
        """The modules that use the drawing functions, as far as they can be read."""
        found = []
        for path in self.project.modules():
            with contextlib.suppress(LiterateError):
                module = read_module(self.project, path)
                found += [path] * any(uses_drawing(cell.code) for cell in module.cells.values())
        return found

    def _show_module(self, path: str) -> None:
        """Render the pages that include cells of a module."""
        for language in LANGUAGES:
            for page in self.project.pages(language):
                file = self.project.docs(language) / page
                with contextlib.suppress(OSError):
                    if f'"{path}:' in file.read_text(encoding="utf-8", errors="replace"):
                        self._show(language, page)

    def _show(self, language: str, page: str) -> None:
        """Render a page into its built file."""
        file = self.site / FOLDERS[language] / page_url(page) / "index.html"
        try:
            html = article(self.project, language, page, fresh=self.fresh)
        except (MkDocsException, LiterateError, ValueError) as error:
            print(error, file=sys.stderr)
            html = (
                f'<h1>…</h1><div class="admonition failure"><p class="admonition-title">'
                f"{say(language, 'broken')}</p><pre>{escape(str(error))}</pre></div>"
            )
        with self.lock, contextlib.suppress(OSError):  # a page that was never built
            built = file.read_text(encoding="utf-8")
            file.write_text(_ARTICLE.sub(lambda _: html, built, count=1), encoding="utf-8")

    # --- what modules do -------------------------------------------------------------------------

    def _run(self, path: str) -> None:
        """Run a module in the background, if it can be read; if not, its pages say why."""
        if self.runner is None:
            if self.to_say:
                print(f"snippets/{path}: {self.to_say}", file=sys.stderr)
            self.to_say = ""
            return
        with contextlib.suppress(LiterateError):
            module = read_module(self.project, path)

            def ended(done) -> None:
                if not done.cancelled() and not done.exception():
                    self.ended.put((module, done.result()))
                    self.look()

            self.runner.submit(module).add_done_callback(ended)

    def _show_runs(self) -> None:
        """Show what the modules printed that have ended, unless they were saved again since."""
        while not self.ended.empty():
            module, run = self.ended.get()
            with contextlib.suppress(LiterateError):
                if read_module(self.project, module.path) is module:
                    for title, problem, fresh in unrecorded(module, run):
                        print(problem, file=sys.stderr)
                        self.fresh[module.path, title] = fresh
                    self._show_module(module.path)

    def _error_page(self, code: int) -> bytes | None:
        if self.broken and code == 404:
            style = "font: 1rem/1.5 monospace; white-space: pre-wrap; margin: 2rem"
            return f'<body style="{style}">{escape(self.broken)}</body>'.encode()
        file = self.site / "404.html"
        return file.read_bytes() if code == 404 and file.is_file() else None


def unrecorded(module: Module, run: Run) -> Iterator[tuple[str, str, Fresh]]:
    """What a run printed that is not what the module documents: (title, why, what it did)."""
    for cell in module.cells.values():
        executed = run.cells.get(cell.title)
        if executed is None and cell.conditional and not run.stopped:
            continue
        mismatch = verify(module, cell, run)
        if mismatch is None:
            continue
        if executed is None:
            fresh = Fresh(mismatch.problem.what, raised=True)
        else:
            text = printed(executed, cell.documented(run.device, run.torch))
            failure = run.failure(cell.title)
            if failure:
                text = f"{text}\n{failure.what}".lstrip("\n")
            figure = executed.figures[0] if executed.figures else None
            fresh = Fresh(text, executed.raised or bool(failure), figure)
        yield cell.title, str(mismatch.problem), fresh


def _runner() -> Runner:
    runner = Runner("cpu")
    # The first run waits for torch; by then it has been imported.
    code = Code("warm", "import torch", 1, False)
    runner.pool.submit(runner.run_cells, "warm", __file__, [code])
    return runner
