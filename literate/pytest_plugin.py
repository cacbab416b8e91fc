"""The pytest plugin: with ``--codeblocks``, every code block of every page is one test.

It adds to pytest-codeblocks, whose option and blocks it uses: pages of the site and snippet modules
are collected, run and reported here; any other Markdown file is left to that plugin.
"""

from __future__ import annotations

import functools
import gc
import multiprocessing
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from literate.page import Example, read_fences
from literate.problem import LiterateError
from literate.project import DEVICES
from literate.pytest_items import CellItem, ClosedWorld, LiterateItem, UsesCuda, WordingItem
from literate.pytest_session import CLOSED_WORLD, USES_CUDA, Session, Summary, or_exit
from literate.run.machine import Machine, probe, torch_version
from literate.run.runner import TIME_LIMIT, WALL, require_torch
from literate.run.verdict import claims_cuda
from literate.snippet import read_module
from literate.wording import is_issue

_SESSION = pytest.StashKey[Session]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("literate", "the examples of PyTorch by Example")
    group.addoption("--device", choices=DEVICES, default="cpu", help="device to verify (cpu)")
    seconds = {"type": float, "metavar": "SECONDS"}
    what = f"CPU time that the main thread may use in a cell ({TIME_LIMIT}); one with a tag "
    what += "time-limit-120 gets as many times more, or less"
    group.addoption("--time-limit", default=TIME_LIMIT, help=what, **seconds)
    what = f"time that a cell may take, waits included ({WALL} times --time-limit); likewise"
    group.addoption("--wall-limit", help=what, **seconds)
    what = "how modules start processes unless they say so (fork, forkserver or spawn)"
    methods = multiprocessing.get_all_start_methods()
    group.addoption("--start-method", choices=methods, help=what)
    what = "show where the time went, and the N slowest modules (on CUDA: 5; 0: all)"
    group.addoption("--times", type=int, metavar="N", help=what)
    what = "leave out the modules whose record of this device and release of torch still holds"
    group.addoption("--changed", action="store_true", help=what)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--codeblocks"):
        return
    if config.pluginmanager.has_plugin("hypothesispytest"):  # imports what no page needs
        config.pluginmanager.unregister(name="hypothesispytest")
    session = config.stash[_SESSION] = or_exit(Session, config)
    if hasattr(config, "workerinput"):
        session.machine = Machine(gpus=config.workerinput["gpus"])
    elif session.device == "cuda":
        session.machine = probe()
        if missing := session.machine.missing():
            pytest.exit(missing, returncode=1)
    elif not config.option.collectonly:
        or_exit(require_torch)
    if session.eager:
        session.runner.start()
    config.pluginmanager.register(Summary(session), "literate-summary")


def pytest_unconfigure(config: pytest.Config) -> None:
    session = config.stash.get(_SESSION, None)
    if session and "runner" in session.__dict__:
        session.runner.close()


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
            """The module that an item runs, as far as its id tells, or the closed world."""
            file, _, name = nodeid.partition("::")
            own = re.sub(r"^(snippets|docs/\w+)/|\.\w+$", "", file) + ".py"
            return name if name == CLOSED_WORLD else name.rpartition(":")[0] or own

    return Scheduling(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector):
    """Collect pages and modules, and let no other plugin do so: pytest's own imports modules."""
    collectors = yield
    if session := parent.config.stash.get(_SESSION, None):
        if file_path.suffix == ".md" and session.project.page_of(file_path):
            return [PageFile.from_parent(parent, path=file_path)]
        if file_path.suffix == ".py" and file_path.is_relative_to(session.project.snippets):
            path = file_path.relative_to(session.project.snippets).as_posix()
            found = path in session.project.modules()
            return [ModuleFile.from_parent(parent, path=file_path)] if found else []
    return collectors


def pytest_itemcollected(item: pytest.Item) -> None:
    """Start a module as soon as it is sure to be selected, so that all cores work."""
    if isinstance(item, CellItem) and item.literate.eager:
        item.start()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--changed``, leave out what runs only modules whose record holds."""
    session = config.stash.get(_SESSION, None)
    if session is None or not config.option.changed:
        return
    ran = {item: getattr(item, "modules", ()) for item in items}
    modules = {module.path: module for some in ran.values() for module in some}
    held = {
        path
        for path, module in modules.items()
        if session.verified.holds(module, session.device, torch_version())
    }
    left = {i: bool(ran[i]) and all(module.path in held for module in ran[i]) for i in items}
    out = [item for item in items if left[item]]
    items[:] = [item for item in items if not left[item]]
    config.hook.pytest_deselected(items=out)
    config.pluginmanager.get_plugin("literate-summary").left_out = len(held)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start what is left of the modules that were selected."""
    if session.config.stash.get(_SESSION, None):
        gc.freeze()  # the items stay: there is no use in looking for garbage among them
    for item in session.items:
        if isinstance(item, CellItem) and item.literate.ahead:
            item.start()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Run an item, which has nothing to set up, in one phase instead of three."""
    if not isinstance(item, LiterateItem):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reraise = (KeyboardInterrupt, pytest.exit.Exception)
    call = pytest.CallInfo.from_call(item.runtest, "call", reraise=reraise)
    report = item.ihook.pytest_runtest_makereport(item=item, call=call)
    report.literate = item.about()
    # Line as a person counts it: JUnit's and editors' first line is 1, pytest's is 0.
    file, line, name = report.location
    report.location = file, line + 1, name
    if report.skipped:  # say where the cell stands, not where this plugin skips it
        report.longrepr = str(item.path), item.line, report.longrepr[2]
    item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


class LiterateFile(pytest.File):
    """A page or a module. What all its items need is computed once, for speed."""

    error: LiterateError | None = None
    ihook = functools.cached_property(lambda self: pytest.File.ihook.fget(self))
    literate: Session = functools.cached_property(lambda self: self.config.stash[_SESSION])

    @functools.cached_property
    def place(self) -> str:
        """The file as messages name it."""
        return self.literate.project.relative(self.path)

    def collect(self) -> Iterator[LiterateItem]:
        yield ClosedWorld.from_parent(self, name=CLOSED_WORLD)
        try:
            yield from self.cells()
        except LiterateError as error:
            self.error = error


class PageFile(LiterateFile):
    """A page: its examples, in their order."""

    def cells(self) -> Iterator[LiterateItem]:
        project = self.literate.project
        language, page = project.page_of(self.path)
        examples, fences = read_fences(project, self.path)
        for example in examples:
            own = page.removesuffix(".md") == example.module.path.removesuffix(".py")
            name = example.cell.title if own else example.key
            yield CellItem.from_parent(self, name=name, example=example, language=language)
        quoting = (fence for fence in fences if fence.wording and not is_issue(fence.wording))
        for number, fence in enumerate(quoting, 1):
            yield WordingItem.from_parent(self, name=f"wording-{number}", fence=fence)
        if self.literate.device == "cuda":
            modules = {example.module.path: example.module for example in examples}
            if claiming := [module for module in modules.values() if claims_cuda(module)]:
                yield UsesCuda.from_parent(self, name=USES_CUDA, modules=claiming)


class ModuleFile(LiterateFile):
    """A snippet module: the cells that no page shows; all, where pytest's arguments name it."""

    def cells(self) -> Iterator[LiterateItem]:
        snippets = self.literate.project.snippets
        module = read_module(self.literate.project, self.path.relative_to(snippets).as_posix())
        every = False
        if self.config.args_source is pytest.Config.ArgsSource.ARGS:
            for argument in self.config.args:
                named = (self.config.invocation_params.dir / argument.partition("::")[0]).resolve()
                inside = named.is_relative_to(snippets.resolve())
                every |= inside and self.path.resolve().is_relative_to(named)
        for title, cell in module.cells.items():
            if every or "remove-cell" in cell.tags:
                example = Example(cell.line, module, cell)
                yield CellItem.from_parent(self, name=title, example=example)
