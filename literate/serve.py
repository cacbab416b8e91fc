"""Preview both languages on one address while they are written.

A page that is saved is rendered by itself; a module that is saved is run in the background, and
what it printed is shown as not recorded yet. What concerns all pages (the configuration, a new
page, the templates, this package) builds the site again, by new processes. What is wrong stands on
the page and in the terminal, and the server lives on.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import multiprocessing
import queue
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from literate.execute import Code
from literate.navigation import CONFIGURATIONS
from literate.pairs import NAME as PAIRS
from literate.preview import Answer, Fresh, work
from literate.problem import LiterateError
from literate.project import LANGUAGES, OTHER, Project, stamp
from literate.publish import publish
from literate.read import Module, read_module
from literate.run import Run, Runner
from literate.verify import printed, verify

WATCHED = ("docs", "snippets", "literate", "overrides", *CONFIGURATIONS.values())
_WHOLE = ("literate/", "overrides/", *CONFIGURATIONS.values())  # what concerns all pages
_IGNORED = ("__pycache__", ".cache")
_LOOK = 0.2  # seconds between two looks for changes


def serve(
    project: Project, host: str, port: int, *, open_browser: bool = False, run: bool = True
) -> int:
    """Serve until interrupted. Returns the exit code.

    Args:
        run: whether modules that are saved are run.
    """
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    url = f"http://{host}:{port}/"
    folder = server = None
    try:
        with _undisturbed():  # else nobody would know of what is made here
            folder = Path(tempfile.mkdtemp(prefix="literate-site-"))
            server = Server(project, host, port, folder, run=run)
        server.start(url)
        server.serve(open_in_browser=open_browser)
    except OSError as error:
        print(f"{url}: {error.strerror or error}; try another --port.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    finally:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        if server:
            with contextlib.suppress(Exception):
                server.shutdown()
            server.close()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _stop(*_: object) -> None:
    """End the server, once: what ends already is not to be interrupted."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
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


class Builder:
    """The process that builds one language, asked and answered through a pipe."""

    def __init__(self, project: Project, language: str, folder: Path, url: str) -> None:
        self.language = language
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        given = (theirs, project.root, language, folder, url)
        self.process = context.Process(target=work, args=given, daemon=True)
        self.process.start()
        theirs.close()

    def ask(self, method: str, *arguments: object) -> None:
        with contextlib.suppress(OSError):
            self.connection.send((method, arguments))

    def answer(self) -> Answer:
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            what = f"the process that builds the {self.language} site has ended"
            return Answer(
                (f"{what}; save {CONFIGURATIONS[self.language]} to start it again",), False
            )

    def end(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.join(5)


class Server(LiveReloadServer):
    """MkDocs' server, told what changed and when a module has run."""

    def __init__(self, project: Project, host: str, port: int, folder: Path, *, run: bool) -> None:
        super().__init__(self.update, host, port, root=str(folder), polling_interval=_LOOK)
        self.serve_thread.daemon = True  # a server that is stopped waits for nobody
        self.project, self.folder = project, folder
        self.builders: dict[str, Builder] = {}
        self.ended: queue.SimpleQueue[tuple[Module, Run]] = queue.SimpleQueue()
        self.publisher = ThreadPoolExecutor(1)
        self.runner = _runner() if run and importlib.util.find_spec("torch") else None
        self.to_say = _NO_TORCH if run and self.runner is None else ""
        self.stamps = self._stamps()
        self.taken = False
        self.broken = ""  # what to show in place of a site that could not be built
        self.error_handler = self._error_page

    def start(self, url: str) -> None:
        """Take the address, and build both languages for the first time.

        Raises:
            OSError: something else has the address.
        """
        self.server_bind()
        self.server_activate()
        self.taken = True
        self.address = url
        for name in WATCHED:
            if (self.project.root / name).exists():
                self.watch(str(self.project.root / name))
        self._build()
        self._want_rebuild = True  # look once for what was saved while this took its time

    def server_bind(self) -> None:
        if not self.taken:  # else it is ours already
            super().server_bind()

    def close(self) -> None:
        for builder in self.builders.values():
            builder.end()
        self.publisher.shutdown(cancel_futures=True)  # what it writes is to be removed
        if self.runner:
            self.runner.close()

    # --- what changed ----------------------------------------------------------------------------

    def _stamps(self) -> dict[str, object]:
        """A stamp for each file that is watched."""
        found = {}
        for name in WATCHED:
            top = self.project.root / name
            for file in [top] if top.is_file() else top.rglob("*"):
                relative = self.project.relative(file)
                hidden = file.name.startswith(".") or file.name.endswith("~")
                if hidden or any(part in _IGNORED for part in file.parts) or file.is_dir():
                    continue
                found[relative] = stamp(file)
        return found

    def update(self) -> None:
        """Bring the site up to date with what was saved, and with what was run."""
        started = time.monotonic()
        before, self.stamps = self.stamps, self._stamps()
        changed = {n for n in {*before, *self.stamps} if before.get(n) != self.stamps.get(n)}
        pages = {n for n in changed if n.startswith("docs/") and n.endswith(".md")}
        came_or_went = {n for n in pages if not (n in before and n in self.stamps)}
        if came_or_went or any(name.startswith(_WHOLE) for name in changed):
            self._build()
        else:
            self._render(changed, pages)
        self._show_runs()
        if changed:
            some = ", ".join(sorted(changed)[:3]) + (", …" if len(changed) > 3 else "")
            print(f"{some}: shown after {time.monotonic() - started:.1f} s", file=sys.stderr)

    def _render(self, changed: set[str], pages: set[str]) -> None:
        for name in sorted(pages):
            for language in LANGUAGES:
                page = name.removeprefix(f"docs/{language}/")
                if page != name:
                    # The other side may have become the older one.
                    self._ask({language: ("render", [page]), OTHER[language]: ("render", [page])})
        modules = {name.removeprefix("snippets/") for name in changed if name.endswith(".py")}
        for path in sorted(modules):
            self._ask(dict.fromkeys(LANGUAGES, ("modules", path)))
            self._run(path)
        figures = {name for name in changed if name.endswith(".svg")}
        for name in sorted(figures):  # a.cell.svg belongs to a.py
            path = name.removeprefix("snippets/").rpartition(".")[0].rpartition(".")[0] + ".py"
            if path not in modules:
                self._ask(dict.fromkeys(LANGUAGES, ("modules", path)))
        if PAIRS in changed and not pages:
            self._ask(dict.fromkeys(LANGUAGES, ("build",)))

    def _build(self) -> None:
        """Build both languages, by new processes: what they have loaded may have changed."""
        started = time.monotonic()
        for builder in self.builders.values():
            builder.end()
        with _undisturbed():  # a process that is half started would complain
            self.builders = {
                language: Builder(self.project, language, self.folder, self.address)
                for language in LANGUAGES
            }
        if self._ask(dict.fromkeys(LANGUAGES, ("start",))):
            seconds = time.monotonic() - started
            where = f"{self.address} (中文) {self.address}en/ (English)"
            print(f"built in {seconds:.1f} s: {where}", file=sys.stderr)
            self.publisher.submit(self._publish)

    def _publish(self) -> None:
        """Make what readers take away from pages, as of now, while the pages are read already."""
        with contextlib.suppress(LiterateError, OSError):  # the page says what is wrong
            publish(self.project, self.folder, self.address)

    def _ask(self, requests: dict[str, tuple]) -> bool:
        """Ask builders, all at once, and print what is wrong. Returns whether all have a site."""
        for language, request in requests.items():
            self.builders[language].ask(*request)
        answers = {language: self.builders[language].answer() for language in requests}
        for problem in dict.fromkeys(p for a in answers.values() for p in a.problems):
            print(problem, file=sys.stderr)
        failed = [p for answer in answers.values() if not answer.built for p in answer.problems]
        self.broken = "\n".join(failed)
        return all(answer.built for answer in answers.values())

    # --- what modules do -------------------------------------------------------------------------

    def _run(self, path: str) -> None:
        """Run a module in the background, if it can be read; if not, its pages say why."""
        if self.runner is None:
            if self.to_say:
                print(f"snippets/{path}: {self.to_say}", file=sys.stderr)
            self.to_say = ""
            return
        try:
            module = read_module(self.project, path)
        except LiterateError:
            return
        future = self.runner.submit(module)

        def ended(done) -> None:
            if not done.cancelled() and not done.exception():
                self.ended.put((module, done.result()))
                with self._rebuild_cond:
                    self._want_rebuild = True
                    self._rebuild_cond.notify_all()

        future.add_done_callback(ended)

    def _show_runs(self) -> None:
        """Show what the modules printed that have ended, unless they were saved again since."""
        while True:
            try:
                module, run = self.ended.get_nowait()
            except queue.Empty:
                return
            with contextlib.suppress(LiterateError):
                if read_module(self.project, module.path) is module:
                    fresh, said = outputs(module, run)
                    for line in said:
                        print(line, file=sys.stderr)
                    self._ask(dict.fromkeys(LANGUAGES, ("show", module.path, fresh)))

    def _error_page(self, code: int) -> bytes | None:
        if self.broken and code == 404:
            style = "font: 1rem/1.5 monospace; white-space: pre-wrap; margin: 2rem"
            return f'<body style="{style}">{escape(self.broken)}</body>'.encode()
        file = self.folder / "404.html"
        return file.read_bytes() if code == 404 and file.is_file() else None


def outputs(module: Module, run: Run) -> tuple[dict[str, Fresh], list[str]]:
    """What a run printed that is not what the module documents: by cell, and for the terminal."""
    fresh, said = {}, []
    for cell in module.cells.values():
        executed = run.cells.get(cell.title)
        if executed is None and cell.required_gpus and not run.stopped:
            continue
        mismatch = verify(module, cell, run)
        if mismatch is None:
            continue
        said.append(str(mismatch.problem))
        if executed is None:
            fresh[cell.title] = Fresh(mismatch.problem.what, raised=True)
            continue
        figure = executed.figures[0] if executed.figures else None
        text = printed(executed, cell.documented(run.device, run.torch))
        if failure := run.failure(cell.title):
            text = f"{text}\n{failure.what}".lstrip("\n")
        raised = executed.raised or bool(run.failure(cell.title))
        fresh[cell.title] = Fresh(text, raised, figure)
    return fresh, said


_NO_TORCH = (
    "was saved and is not run: this Python has no torch. To install it (200 MB; PyPI's build for "
    "Linux 3 GB): nox -s cpu; then start nox -s serve again"
)


def _runner() -> Runner:
    runner = Runner("cpu")
    # The first run waits for torch; that it has happened when a person saves is all that is asked.
    code = Code("warm", "import torch", 1, False)
    runner.pool.submit(runner.run_cells, "warm", __file__, [code], {"warm": 1})
    return runner
