"""The pytest plugin: every code block of every page is one test.

It stands on pytest-codeblocks: with its option ``--codeblocks``, Markdown files are woven and read
by its ``extract_from_buffer``, whose marks and expected-output comments keep their meaning. What is
ours is how a block is run, compared and reported.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib.util
import io
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import Future
from pathlib import Path

import pytest
import pytest_codeblocks

from literate.changed import Keeper
from literate.check import Checked, check
from literate.check.names import unreal_names
from literate.compare import agree, difference
from literate.edition import for_codeblocks
from literate.execute import Code
from literate.hardware import kind
from literate.keys import older
from literate.probe import Machine, probe
from literate.problem import LiterateError, Problem
from literate.project import DEVICES, LANGUAGES, OTHER, Project
from literate.provenance import Verified
from literate.read import Cell, Module, claims_cuda, read_module
from literate.run import (
    TIME_LIMIT,
    WALL,
    Run,
    Runner,
    environment,
    outcome,
    require_torch,
    torch_version,
    workers_on,
)
from literate.summary import Summary
from literate.verify import Mismatch, printed, rounded, unused, verify
from literate.weave import RUNNABLE, Example, Woven, weave_file

CLOSED_WORLD = "closed-world"
USES_CUDA = "uses-cuda"


class FailedError(Exception):
    """A block is not what its page says. The message is the whole report."""


class Session:
    """What the items of one pytest process share."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.project = Project(config.rootpath)
        self.device: str = config.getoption("--device")
        self.machine = Machine()
        self.runs: dict[str, Future[Run]] = {}
        self.told: set[str] = set()
        self.verdicts: dict[tuple[str, str], tuple[Run, Mismatch | None, str]] = {}
        option = config.option
        # Whether modules are run before their items are: under xdist a worker is told late which.
        self.ahead = not (option.collectonly or getattr(option, "numprocesses", None))
        self.ahead &= not hasattr(config, "workerinput")
        selects = ("keyword", "markexpr", "lf", "failedfirst", "deselect", "maxfail")
        self.eager = self.ahead and not any(getattr(option, name, None) for name in selects)
        self.eager &= not (option.changed or option.unrecorded)

    @functools.cached_property
    def runner(self) -> Runner:
        require_torch()
        return Runner(
            self.device,
            gpus=self.machine.gpus,
            time_limit=self.config.getoption("--time-limit"),
            workers=self._workers(),
            wall_limit=self.config.getoption("--wall-limit"),
            cache=self.project.cache,
        )

    def _workers(self) -> int | None:
        if hasattr(self.config, "workerinput"):
            return 1  # under xdist each worker runs what it is asked for, and nothing ahead
        return workers_on(self.machine.memory) if self.device == "cuda" else None

    def submit(self, module: Module) -> Future[Run]:
        """Run a module once, in the background."""
        if module.path not in self.runs:
            self.runs[module.path] = self.runner.submit(module)
        return self.runs[module.path]

    def run(self, module: Module) -> Run:
        """What a module did, waited for. Where no module can run, one message ends the session."""
        with _exit_where_nothing_runs():
            return outcome(self.submit(module))

    def verdict(self, module: Module, cell: Cell, run: Run) -> tuple[Mismatch | None, str]:
        """What is wrong with a cell, and what is right only within rounding; once for all pages."""
        known = self.verdicts.get((module.path, cell.title))
        if known is None or known[0] is not run:
            torch = run.torch or torch_version()
            held = self.verified.find(module.path, run.device, torch)
            exact = held is not None and held.hardware == kind(
                run.device, self.machine.name or "", run.capability
            )
            drawn_here = exact and bool(held.figures)
            mismatch = verify(module, cell, run, exact=exact, exact_figure=drawn_here)
            rounding = "" if mismatch or exact else rounded(module, cell, run)
            if not mismatch and (problem := self.verified.problem(module, cell, run.device, torch)):
                mismatch = Mismatch(problem)
            known = self.verdicts[module.path, cell.title] = run, mismatch, rounding
        return known[1:]

    @functools.cached_property
    def named(self) -> list[Path]:
        """The modules and folders of modules that a person asked for."""
        snippets = self.project.snippets.resolve()
        folder = self.config.invocation_params.dir
        paths = [(folder / name.partition("::")[0]).resolve() for name in self.config.args]
        asked = self.config.args_source is pytest.Config.ArgsSource.ARGS
        return [path for path in paths if asked and path.is_relative_to(snippets)]

    @functools.cached_property
    def verified(self) -> Verified:
        return Verified(self.project)

    @functools.cached_property
    def checked(self) -> Checked:
        checked = check(self.project)
        # An older release may lack what the pages name.
        if not older(torch_version(), self.project.releases):
            checked.problems.extend(unreal_names(checked, self._run_code))
        return checked

    def _run_code(self, name: str, code: str) -> Run:
        """Run code that belongs to no module."""
        with _exit_where_nothing_runs():
            return self.runner.run_cells(name, __file__, [Code(name, code, 1, False)], {name: 1})

    def ran(self, module: Module) -> Run | None:
        """What a module did, if it has run."""
        future = self.runs.get(module.path)
        if future and future.done() and not future.cancelled() and not future.exception():
            return future.result()
        return None

    def report(self, module: Module) -> dict | None:
        """What the summary wants to know of a module's run, once, in words that xdist can send."""
        run = None if module.path in self.told else self.ran(module)
        if run is None:
            return None
        self.told.add(module.path)
        cells = [(c.title, c.seconds, c.allocations, c.starts_cuda) for c in run.cells.values()]
        return {
            "module": module.path,
            "torch": run.torch,
            "seconds": run.seconds,
            "server": run.server,
            "start_up": run.start_up,
            "cells": cells,
        }

    def close(self) -> None:
        if "runner" in self.__dict__:
            self.runner.close()


_SESSION = pytest.StashKey[Session]()


@contextlib.contextmanager
def _exit_where_nothing_runs():
    try:
        yield
    except LiterateError as error:
        pytest.exit(str(error), returncode=1)


# --- pytest's hooks ------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("literate", "the examples of PyTorch by Example")
    group.addoption("--device", choices=DEVICES, default="cpu", help="device to verify (cpu)")
    group.addoption(
        "--time-limit",
        type=float,
        default=TIME_LIMIT,
        metavar="SECONDS",
        help=f"CPU time that the main thread of a module may use ({TIME_LIMIT:g})",
    )
    group.addoption(
        "--wall-limit",
        type=float,
        metavar="SECONDS",
        help=f"what a module may take, its waits included ({WALL} times --time-limit)",
    )
    group.addoption(
        "--times",
        type=int,
        metavar="N",
        help="show where the time went, and the N slowest modules and cells (on CUDA: 5; 0: all)",
    )
    what = "leave out the modules that were green and have not changed"
    group.addoption("--changed", action="store_true", help=what)
    what = "leave out the modules that have a record of this device and release of torch"
    group.addoption("--unrecorded", action="store_true", help=what)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--codeblocks"):
        return
    # Both plugins would collect the same files; ours does it for both.
    config.pluginmanager.unregister(name="codeblocks")
    if config.pluginmanager.has_plugin("hypothesispytest"):  # imports what no page needs
        config.pluginmanager.unregister(name="hypothesispytest")
    session = Session(config)
    if hasattr(config, "workerinput"):
        session.machine = Machine(gpus=config.workerinput["gpus"])
    elif session.device == "cuda":
        session.machine = probe()
        if missing := session.machine.missing():
            pytest.exit(missing, returncode=1)
    elif not config.option.collectonly:
        try:
            require_torch()
        except LiterateError as error:
            pytest.exit(str(error), returncode=1)
    config.stash[_SESSION] = session
    if session.eager:
        session.runner.start()
    times = config.getoption("--times")
    if times is None and session.device == "cuda":
        times = 5
    summary = Summary(session.project, session.device, session.machine, times)
    config.pluginmanager.register(summary, "literate-summary")
    gpus = session.machine.gpus if session.device == "cuda" else 0
    changed = config.getoption("--changed")
    given = {"only_changed": changed, "only_unrecorded": config.getoption("--unrecorded")}
    keeper = Keeper(session.project, session.device, gpus, **given)
    config.pluginmanager.register(keeper, "literate-changed")


def pytest_unconfigure(config: pytest.Config) -> None:
    if session := config.stash.get(_SESSION, None):
        session.close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    if session := node.config.stash.get(_SESSION, None):
        node.workerinput["gpus"] = session.machine.gpus


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log):
    """Send all blocks of a module to one worker, which runs it once.

    Not by xdist's groups: xdist 3.8 renames items by an attribute that pytest 9.2 has no more.
    """
    if config.stash.get(_SESSION, None) is None or config.option.dist != "load":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _ran_by(nodeid)

    return Scheduling(config, log)


def _ran_by(nodeid: str) -> str:
    """What runs an item: a module, as far as its id tells; the closed world is one thing."""
    file, _, name = nodeid.partition("::")
    module, colon, _ = name.rpartition(":")
    if name == CLOSED_WORLD or colon:
        return module or name
    for folder in ("snippets", *(f"docs/{language}" for language in LANGUAGES)):
        if file.startswith(f"{folder}/"):
            return f"{file.removeprefix(folder + '/').rpartition('.')[0]}.py"
    return nodeid


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    session = parent.config.stash.get(_SESSION, None)
    if session is None:
        return None
    if file_path.suffix == ".md":
        return Page.from_parent(parent, path=file_path)
    if file_path.suffix == ".py" and file_path.is_relative_to(session.project.snippets):
        return SnippetModule.from_parent(parent, path=file_path)
    return None


@pytest.hookimpl(wrapper=True, specname="pytest_collect_file")
def pytest_collect_file_of_ours(file_path: Path, parent: pytest.Collector):
    """Let no other plugin collect a module: pytest's own would import it, in its own process."""
    collectors = yield
    session = parent.config.stash.get(_SESSION, None)
    if session is None or not file_path.is_relative_to(session.project.snippets):
        return collectors
    return [collector for collector in collectors if isinstance(collector, Page | SnippetModule)]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Start a module as soon as it is sure to be selected, so that all cores work."""
    if isinstance(item, CellItem) and item.literate.eager and not item.skip_reason:
        item.literate.submit(item.module)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start what is left of the modules that were selected."""
    if session.config.stash.get(_SESSION, None):
        gc.freeze()  # the items stay: there is no use in looking for garbage among them
    for item in session.items:
        if isinstance(item, CellItem) and item.literate.ahead and not item.skip_reason:
            item.literate.submit(item.module)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Run an item that has no marks, and so nothing to set up, in one phase and not in three."""
    if not isinstance(item, LiterateItem) or item.marked or item.config.option.usepdb:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    call = pytest.CallInfo.from_call(
        item.runtest, "call", reraise=(KeyboardInterrupt, pytest.exit.Exception)
    )
    report = item.ihook.pytest_runtest_makereport(item=item, call=call)
    item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = (yield).get_result()
    if isinstance(item, LiterateItem):
        report.literate = item.about()
        # Line as a person counts it: JUnit's and editors' first line is 1, pytest's is 0.
        file, line, name = report.location
        report.location = (file, None if line is None else line + 1, name)
        if report.skipped and isinstance(report.longrepr, tuple):  # say where, not where we skip
            report.longrepr = (str(item.path), item.line, report.longrepr[2])


# --- what is collected ---------------------------------------------------------------------------


class LiterateFile(pytest.File):
    """A file with many items: what they have in common is found once."""

    @functools.cached_property
    def ihook(self):
        return super().ihook

    @functools.cached_property
    def literate(self) -> Session:
        return self.config.stash[_SESSION]

    @functools.cached_property
    def place(self) -> str:
        """The file as messages name it."""
        return self.literate.project.relative(self.path)


class LiterateItem(pytest.Item):
    """A test at a line of a file."""

    parent: LiterateFile
    line: int = 1
    marked = False  # by the page

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.literate = self.parent.literate
        self.keywords = {self.name: 1}  # and not those of all nodes above it, for each report

    @property
    def ihook(self):
        return self.parent.ihook

    def about(self) -> dict:
        """What the summary counts, in words that xdist can send."""
        return {"kind": type(self).__name__}

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, *self.location[1:]

    @functools.cached_property
    def location(self) -> tuple[str, int, str]:
        # Not the end of the node's id, of which pytest would replace the dots.
        place = self.parent.place
        return os.path.normpath(place), self.line - 1, f"{place}:{self.line} {self.name}"

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, FailedError | LiterateError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def rerun(self) -> str:
        return f'nox -s {self.literate.device} -- "{self.nodeid}"'


class ClosedWorld(LiterateItem):
    """What can be checked of a page or module without running it."""

    def runtest(self) -> None:
        if problems := self.literate.checked.of(self.parent.place):
            raise LiterateError(problems)
        if error := getattr(self.parent, "error", None):
            raise error


class UsesCuda(LiterateItem):
    """A page that claims something of CUDA shows code that used it, when it runs on CUDA."""

    def __init__(self, *, modules: list[Module], **kwargs) -> None:
        super().__init__(**kwargs)
        self.modules = modules

    def runtest(self) -> None:
        found = [unused(m, self.literate.run(m)) for m in self.modules]
        if problems := list(filter(None, found)):
            raise LiterateError(problems)


class Page(LiterateFile):
    """A Markdown file."""

    error: LiterateError | None = None

    def collect(self):
        session = self.literate
        found = session.project.page_of(self.path)
        if found:
            yield ClosedWorld.from_parent(self, name=CLOSED_WORLD)
        try:
            woven = weave_file(session.project, self.path)
            yield from self._blocks(session, woven)
        except LiterateError as error:
            self.error = error
            if not found:
                raise self.CollectError(str(error)) from None

    def _blocks(self, session: Session, woven: Woven):
        text, origin = for_codeblocks(woven, session.device)
        with warnings.catch_warnings():
            # Its deprecated comments are still part of what a page may say.
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                blocks = pytest_codeblocks.extract_from_buffer(io.StringIO(text), sys.maxsize)
            except RuntimeError as error:  # a comment that it does not know
                mend = "See the README of pytest-codeblocks"
                raise LiterateError(Problem(woven.name, 1, str(error), mend)) from None
        seen = []
        for block in blocks:
            if block.syntax not in RUNNABLE:
                continue
            line, example = origin[block.lineno - 1]
            if example is None:
                item = BlockItem.from_parent(self, name=f"line {line}", block=block, line=line)
            else:
                seen.append(example)
                item = self._cell(session, woven, example)
                item.importorskip = block.importorskip
                shown = "".join(text + "\n" for _, text in woven.code(example))
                if block.code != shown:
                    raise AssertionError(f"{woven.name}:{line}: pytest-codeblocks reads {block!r}")
            for mark in block.marks:
                item.add_marker(_mark(mark, woven.name, line))
                item.marked = True
            yield item
        if seen != woven.examples:
            raise AssertionError(f"{woven.name}: pytest-codeblocks does not see every example")
        if session.device == "cuda" and (claiming := list(filter(claims_cuda, woven.modules))):
            yield UsesCuda.from_parent(self, name=USES_CUDA, modules=claiming)

    def _cell(self, session: Session, woven: Woven, example: Example) -> CellItem:
        module, title = example.module, example.cell.title
        own = woven.language and woven.name == f"docs/{woven.language}/{module.path[:-3]}.md"
        name = title if own else example.key
        item = CellItem.from_parent(self, name=name, module=module, title=title, line=example.line)
        item.woven = woven
        return item


class SnippetModule(LiterateFile):
    """A snippet module: its own rules, and the cells that no page shows.

    A module that a person names, by itself or by a folder of it, has all of its cells.
    """

    error: LiterateError | None = None

    def collect(self):
        session = self.literate
        yield ClosedWorld.from_parent(self, name=CLOSED_WORLD)
        path = self.path.relative_to(session.project.snippets).as_posix()
        try:
            module = read_module(session.project, path)
        except LiterateError as error:
            self.error = error
            return
        file = self.path.resolve()
        every = any(file.is_relative_to(named) for named in session.named)
        for title, cell in module.cells.items():
            if every or "remove-cell" in cell.tags:
                yield CellItem.from_parent(
                    self, name=title, module=module, title=title, line=cell.line
                )


class CellItem(LiterateItem):
    """A cell where a page shows it, or in its module."""

    runs_code = True
    woven: Woven | None = None
    importorskip: str | None = None
    rounded = ""  # what of it is right only within the tolerance

    def __init__(self, *, module: Module, title: str, line: int, **kwargs) -> None:
        super().__init__(**kwargs)
        self.module, self.title, self.line = module, title, line
        self.module_path = module.path
        self.cell = module.cells[title]

    def about(self) -> dict:
        hidden = not self.woven and "remove-cell" in self.cell.tags
        return {
            "kind": "hidden" if hidden else "block",
            "language": self.woven and self.woven.language,
            "page": self.woven.name if self.woven else self.module.name,
            "run": self.literate.report(self.module),
            "module": self.module.path,
            "title": self.title,
            "rounded": self.rounded,
        }

    @property
    def skip_reason(self) -> str | None:
        if not self.cell.runs_on(torch_version()):
            here = torch_version()
            return f"needs torch {self.cell.required_torch} or newer; torch {here} is here"
        needed = self.cell.required_gpus
        if needed <= self.literate.runner.gpus:
            return None
        gpus = "a CUDA GPU" if needed == 1 else f"{needed} CUDA GPUs"
        return f"needs {gpus}; {self.literate.runner.gpus} to be seen on {self.literate.device}"

    def runtest(self) -> None:
        if self.skip_reason:
            pytest.skip(self.skip_reason)
        _importorskip(self.importorskip)
        run = self.literate.run(self.module)
        mismatch, self.rounded = self.literate.verdict(self.module, self.cell, run)
        if mismatch is None:
            return
        lines = [f"{mismatch.problem.what} (on {run.device})", ""]
        for label, place in self._places(mismatch.problem.line):
            lines.append(f"  {label:<8}{place}")
        if mismatch.detail:
            lines += ["", *("  " + line for line in mismatch.detail.splitlines())]
        lines += ["", f"  {'rerun':<8}{self.rerun()}", f"  {'next':<8}{mismatch.problem.mend}"]
        raise FailedError("\n".join(line.rstrip() for line in lines))

    def _places(self, module_line: int):
        if self.woven:
            yield "page", f"{self.woven.name}:{self.line}"
            if other := self._other_page():
                yield "", other
        yield "module", f"{self.module.name}:{module_line}"

    def _other_page(self) -> str | None:
        """Where the page in the other language shows the cell."""
        language = self.woven.language
        if language is None:
            return None
        project = self.literate.project
        page = self.path.relative_to(project.docs(language))
        try:
            woven = weave_file(project, project.docs(OTHER[language]) / page)
        except LiterateError:
            return None
        key = f"{self.module.path}:{self.title}"
        return next((f"{woven.name}:{e.line}" for e in woven.examples if e.key == key), None)


class BlockItem(LiterateItem):
    """Code on the page itself, with pytest-codeblocks' own rules."""

    runs_code = True

    def __init__(self, *, block: pytest_codeblocks.CodeBlock, line: int, **kwargs) -> None:
        super().__init__(**kwargs)
        self.block, self.line = block, line

    def about(self) -> dict:
        found = self.literate.project.page_of(self.path)
        return {
            "kind": "block",
            "language": found and found[0],
            "page": self.parent.place,
            "run": None,
        }

    def runtest(self) -> None:
        _importorskip(self.block.importorskip)
        output = self._python() if self.block.syntax == "python" else self._shell()
        expected = self.block.expected_output
        if expected is None:
            return
        if self.block.expected_output_ignore_whitespace:
            same = re.sub(r"\s+", "", expected) == re.sub(r"\s+", "", output)
        else:
            same = agree(expected, output)
        if not same:
            self._fail("printed something else than expected", difference(expected, output))

    def _fail(self, what: str, detail: str) -> None:
        place = f"{self.parent.place}:{self.line}"
        detail = "\n".join("  " + line for line in detail.rstrip("\n").splitlines())
        parts = [f"the block {what}", f"  page    {place}", detail, f"  rerun   {self.rerun()}"]
        raise FailedError("\n\n".join(parts))

    def _python(self) -> str:
        code = Code(self.name, self.block.code, self.line + 1, False)
        file = str(self.path.resolve())
        with _exit_where_nothing_runs():
            runner = self.literate.runner
            run = runner.run_cells(self.nodeid, file, [code], {self.name: self.line})
        executed = run.cells.get(self.name)
        text = printed(executed) if executed else ""
        if run.failures:
            self._fail(run.failures[0].what, f"{text}\n{run.failures[0].mend}")
        if executed.raised:
            self._fail("raised", text)
        return "".join(text for kind, text in executed.segments if kind == "stdout")

    def _shell(self) -> str:
        shell = shutil.which(self.block.syntax)
        if shell is None:
            pytest.skip(f"there is no {self.block.syntax} on this machine")
        limit = self.literate.runner.wall_limit
        with (
            tempfile.TemporaryDirectory(prefix="literate-") as folder,
            subprocess.Popen(
                [shell, "-e", "-c", self.block.code],  # -e, so that no failure goes unseen
                cwd=folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="backslashreplace",
                start_new_session=True,
            ) as process,
        ):
            try:
                output, errors = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                self._fail(f"did not end within {limit:g} s", "")
            finally:
                process.kill()
                if hasattr(os, "killpg"):  # and what it started
                    with contextlib.suppress(OSError):
                        os.killpg(process.pid, signal.SIGKILL)
        if process.returncode:
            self._fail(f"ended with exit code {process.returncode}", output + errors)
        return output


def _importorskip(name: str | None) -> None:
    if name is None:
        return
    try:
        found = importlib.util.find_spec(name.strip())
    except ImportError:
        found = None
    if found is None:
        pytest.skip(f"{name} is not installed")


def _mark(text: str, page: str, line: int):
    """The mark that a page's comment describes."""
    names = {"sys": sys, "os": os, "platform": platform, "pytest": pytest}
    if "torch" in text:
        import torch

        names["torch"] = torch
    try:
        return eval(text, names)
    except Exception as error:  # it is the page's code
        what = f"the mark '{text}' cannot be evaluated ({type(error).__name__}: {error})"
        mend = f"It can use {', '.join(names)} and torch"
        raise LiterateError(Problem(page, line, what, mend)) from None
