"""The preview, as a person who writes uses it: save a file, look at the page."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from pathlib import Path

import pytest

from literate.project import Project
from literate.run.runner import Runner
from literate.site.render import Fresh
from literate.site.serve import Preview as Server
from literate.site.serve import unrecorded
from literate.snippet import read_module

ROOT = Path(__file__).resolve().parents[2]
PAGE = "---\ndescription: d\n---\n\n# T {{ #t }}\n\n{}\n"
CELL = '```python\n--8<-- "{}"\n```\n'
MODULE = "# %% x\nprint(1.5)\n#> 1.5\n\n# %% y\nprint('second')\n#> second\n"


_LITERATE = ("-m", "literate")


class Preview:
    """A running preview of a small project."""

    def __init__(self, root: Path, *arguments: str, program: Sequence[str] = _LITERATE) -> None:
        self.root = root
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = root / "said.txt"
        command = [sys.executable, *program, "serve", "--port", str(self.port), *arguments]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command,
                cwd=root,
                env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
                stdout=log,
                stderr=log,
            )

    def page(self, path: str) -> str:
        """What a page says, without its tags."""
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/{path}", timeout=120
            ) as page:
                html = page.read().decode()
        except OSError as error:
            return f"no page: {error}"
        return unescape(re.sub(r"<script.*?</script>|<[^>]+>", "", html, flags=re.DOTALL))

    def wait(self, path: str, shows: Callable[[str], bool], seconds: float = 90) -> str:
        """The page once it shows something."""
        deadline = time.monotonic() + seconds
        while not shows(text := self.page(path)):
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, f"{text[-3000:]}\n{self.said()}"
            time.sleep(0.05)
        return text

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, encoding="utf-8")

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(120)
        finally:
            self.process.kill()


def project(root: Path) -> None:
    """This project's configuration with two pages."""
    for language in ("zh", "en"):
        (root / "docs" / language).mkdir(parents=True)
        cells = CELL.format("a.py:x") + "\n" + CELL.format("a.py:y")
        home = PAGE.format("Home.\n\n<!-- literate:chapters -->")
        (root / f"docs/{language}/index.md").write_text(home, encoding="utf-8")
        (root / f"docs/{language}/a.md").write_text(PAGE.format(cells), encoding="utf-8")
    (root / "snippets").mkdir()
    (root / "snippets/a.py").write_text(MODULE)
    shutil.copytree(ROOT / "overrides", root / "overrides")
    shutil.copy(ROOT / "pyproject.toml", root / "pyproject.toml")
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        nav = re.compile(r"^nav:\n(?:[ #].*\n|\n(?= ))+", re.MULTILINE)
        text, found = nav.subn("nav:\n  - index.md\n  - a.md\n", text)
        assert found == 1
        hook = (ROOT / "literate/site/chapters.py").as_posix()  # it has no tutorials
        text = re.sub("^hooks: .*", f"hooks: ['{hook}']", text, flags=re.MULTILINE)
        (root / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def preview(tmp_path_factory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("preview")
    project(root)
    preview = Preview(root)
    try:
        preview.wait("en/a/", lambda text: "second" in text)
        yield preview
    finally:
        preview.close()


def test_its_first_words_are_the_addresses(preview):
    (built,) = [line for line in preview.said().splitlines() if line.startswith("built in ")]
    assert built.endswith("/en/ (English)")


def test_both_languages_are_served_and_lead_to_each_other(preview):
    for path, other in (("a/", "../en/a/"), ("en/a/", "../../a/")):
        url = f"http://127.0.0.1:{preview.port}/{path}"
        with urllib.request.urlopen(url) as page:
            html = page.read().decode()
        (link,) = re.findall(r"data-language-link[^>]*href=\"([^\"]*)\"", html)
        assert os.path.normpath(f"/{path}{link}") == os.path.normpath(f"/{path}{other}")


@pytest.mark.parametrize(
    ("path", "note"), [("a/", "尚未录制"), ("en/a/", "not recorded yet")], ids=["zh", "en"]
)
def test_a_saved_module_is_run_and_its_new_output_is_shown_as_not_recorded(preview, path, note):
    preview.write("snippets/a.py", MODULE.replace("print(1.5)", "print(7 * 6.5)"))
    text = preview.wait(path, lambda text: "45.5" in text)
    assert text.count(note) == 1
    assert "second" in text
    assert "snippets/a.py:3: cell 'x' printed something else than it documents" in preview.said()
    preview.write("snippets/a.py", MODULE)
    preview.wait(path, lambda text: note not in text)


def test_a_cell_that_fails_shows_its_error(preview):
    preview.write("snippets/a.py", MODULE.replace("print(1.5)", "1 / 0"))
    text = preview.wait("en/a/", lambda text: "ZeroDivisionError: division by zero" in text)
    assert "cell 'y' was not run, because cell 'x' ended the module" in text
    preview.write("snippets/a.py", MODULE)
    preview.wait("en/a/", lambda text: "ZeroDivisionError" not in text)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("snippets/a.py", "print(1.5)", "print(1.5", "snippets/a.py:2: is not valid Python"),
        ("docs/en/a.md", "a.py:x", "a.py:z", "docs/en/a.md:8: snippets/a.py has no cell 'z'"),
        ("docs/en/a.md", "a.py:x", "b.py:x", "docs/en/a.md:8: the path 'b.py' names no module"),
        ("docs/en/a.md", "```python", "```py", "docs/en/a.md:7: unknown fence 'py'"),
        ("docs/en/a.md", "description: d", "a: [", "docs/en/a.md:"),
    ],
    ids=["cell", "include", "module", "fence", "front matter"],
)
def test_what_is_wrong_stands_on_the_page_and_the_server_lives_on(preview, file, old, new, said):
    text = (preview.root / file).read_text(encoding="utf-8")
    preview.write(file, text.replace(old, new, 1))
    assert "This page has an error" in preview.wait("en/a/", lambda text: said in text)
    assert said in preview.said()
    assert "Home." in preview.page("en/")
    preview.write(file, text)
    preview.wait("en/a/", lambda text: said not in text and "second" in text)


def test_a_card_is_shown_where_it_belongs(preview):
    text = (preview.root / "docs/en/a.md").read_text(encoding="utf-8")
    preview.write("docs/en/a.md", text.replace("description: d", "description: d\ncard: a card"))
    preview.wait("en/", lambda home: "a card" in home)
    assert "a card" not in preview.page("en/a/")
    preview.write("docs/en/a.md", text)
    preview.wait("en/", lambda home: "a card" not in home)


def test_a_new_chapter_and_another_order_of_its_pages_build_the_site_again(preview):
    def write(language: str, *pages: str) -> None:
        for order, page in enumerate(pages):
            text = PAGE.format(f"Page {page}.").replace("# T", f"# Its title: {page}")
            head = f"---\norder: {order}\n"
            preview.write(f"docs/{language}/part/{page}.md", text.replace("---\n", head, 1))

    for language, name in (("zh", "mkdocs.yml"), ("en", "mkdocs.en.yml")):
        (preview.root / f"docs/{language}/part").mkdir()
        write(language, "index", "one", "two")
        nav = (preview.root / name).read_text(encoding="utf-8")
        preview.write(name, nav.replace("  - a.md\n", "  - a.md\n  - part/\n"))
    preview.wait("part/one/", lambda text: "Page one." in text)
    text = preview.wait("en/part/one/", lambda text: "Page one." in text)
    assert text.index("Its title: one") < text.index("Its title: two")
    write("en", "index", "two", "one")
    ordered = re.compile("Its title: two.*Its title: one.*Page one", re.DOTALL)
    preview.wait("en/part/one/", lambda text: bool(ordered.search(text)))


def test_a_broken_configuration_is_told_and_the_server_lives_on(preview):
    text = (preview.root / "mkdocs.en.yml").read_text(encoding="utf-8")
    preview.write("mkdocs.en.yml", text + "nav: [\n")
    deadline = time.monotonic() + 120
    while "mkdocs.en.yml:1:" not in preview.said():
        assert time.monotonic() < deadline, preview.said()
        time.sleep(0.05)
    preview.write("mkdocs.en.yml", text.replace("PyTorch by Example", "Another name"))
    preview.wait("en/a/", lambda text: "Another name" in text)


def test_a_preview_that_begins_with_an_error_is_whole_once_it_is_fixed(tmp_path):
    project(tmp_path)
    page = tmp_path / "docs/en/a.md"
    right = page.read_text(encoding="utf-8")
    page.write_text(right.replace("a.py:x", "a.py:none"), encoding="utf-8")
    preview = Preview(tmp_path, "--no-run")
    try:
        preview.wait("en/a/", lambda _: "has no cell 'none'" in preview.said())
        assert "Traceback" not in preview.said()
        page.write_text(right, encoding="utf-8")
        preview.wait("en/a/", lambda text: "second" in text)
    finally:
        preview.close()


def test_a_port_that_is_taken_is_told_at_once(preview):
    command = [sys.executable, "-m", "literate", "serve", "--port", str(preview.port), "--no-run"]
    result = subprocess.run(
        command,
        cwd=preview.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "try another --port." in result.stderr
    assert "built in" not in result.stderr


# Runs the preview and tells it to stop when a function has been called, before it has returned.
STOPPED = """
import importlib, os, signal, sys
import literate.site.serve
from literate.__main__ import main

where, times, number = sys.argv[1], int(sys.argv[2]), getattr(signal, sys.argv[3])
module, _, path = where.partition(":")
owner = importlib.import_module(module)
*parents, name = path.split(".")
for parent in parents:
    owner = getattr(owner, parent)
function = getattr(owner, name)

def stopping(*arguments, **named):
    result = function(*arguments, **named)
    print("told to stop", flush=True)
    for _ in range(times):
        os.kill(os.getpid(), number)
    return result

setattr(owner, name, stopping)
sys.exit(main(["serve", "--no-run", "--port", sys.argv[4]]))
"""


@pytest.mark.skipif(os.name == "nt", reason="sends signals")
@pytest.mark.parametrize(
    ("where", "times", "signal"),
    [
        ("tempfile:mkdtemp", 1, "SIGTERM"),
        ("tempfile:mkdtemp", 5, "SIGINT"),
        ("literate.site.serve:Preview.__init__", 2, "SIGTERM"),
        ("subprocess:Popen.__init__", 1, "SIGINT"),
        ("literate.site.serve:Preview.build", 2, "SIGTERM"),
        ("mkdocs.livereload:LiveReloadServer.serve_request", 5, "SIGTERM"),
    ],
    ids=lambda value: str(value).rpartition(":")[2],
)
def test_a_server_that_is_told_to_stop_stops_and_leaves_nothing(tmp_path, where, times, signal):
    project(tmp_path)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", STOPPED, where, str(times), signal, str(port)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        if where.endswith("serve_request"):
            while server.poll() is None:  # until the request that makes it stop was answered
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/en/", timeout=60).close()
                time.sleep(0.05)
        said = server.communicate(timeout=120)[0]
    finally:
        server.kill()
    assert "told to stop" in said
    assert server.returncode == 0, said
    assert "Traceback" not in said
    assert list(temporary.glob("literate-site-*")) == []


# Runs the preview; a page is saved once, when a function has been called.
SAVED_MEANWHILE = """
import sys
from pathlib import Path
import literate.site.serve as site
from literate.__main__ import main

_, owner, name, *arguments = sys.argv
owner = getattr(site, owner)
function = getattr(owner, name)

def saving(*given):
    function(*given)
    setattr(owner, name, function)
    page = Path("docs/en/a.md")
    page.write_text(page.read_text(encoding="utf-8") + "\\nSaved meanwhile.\\n", encoding="utf-8")

setattr(owner, name, saving)
sys.exit(main(arguments))
"""


@pytest.mark.parametrize(
    "where",
    [("Preview", "build"), ("Preview", "start"), ("LiveReloadServer", "server_activate")],
    ids=".".join,
)
def test_what_is_saved_before_changes_are_watched_is_shown(tmp_path, where):
    project(tmp_path)
    preview = Preview(tmp_path, "--no-run", program=("-c", SAVED_MEANWHILE, *where))
    try:
        preview.wait("en/a/", lambda text: "Saved meanwhile." in text, seconds=60)
    finally:
        preview.close()


def test_the_first_module_that_is_saved_without_a_torch_says_how_to_get_one(
    tmp_path, monkeypatch, capsys
):
    project(tmp_path)
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "torch" else find(name)
    )
    server = Server(Project(tmp_path), tmp_path, "127.0.0.1", 0, run=True)
    try:
        assert capsys.readouterr().err == ""
        server._run("a.py")
        said = capsys.readouterr().err
        assert said.startswith("snippets/a.py: ")
        assert "nox -s cpu" in said
        assert said.count("\n") == 1
        server._run("a.py")
        assert capsys.readouterr().err == ""
    finally:
        server.close()


def test_that_nothing_is_run_is_not_explained_where_that_is_asked_for(tmp_path, capsys):
    project(tmp_path)
    server = Server(Project(tmp_path), tmp_path, "127.0.0.1", 0, run=False)
    try:
        server._run("a.py")
    finally:
        server.close()
    assert capsys.readouterr().err == ""


# --- what of a run is shown ----------------------------------------------------------------------


def fresh(site, text: str) -> list[tuple[str, Fresh]]:
    site.module("a.py", text)
    module = read_module(Project(site.root), "a.py")
    with Runner("cpu", preload=()) as runner:
        return [(title, shown) for title, _, shown in unrecorded(module, runner.run(module))]


def test_what_agrees_is_not_fresh(site):
    assert fresh(site, MODULE) == []


def test_what_differs_is_fresh(site):
    assert fresh(site, MODULE.replace("#> 1.5", "#> 1.7")) == [("x", Fresh("1.5"))]


def test_what_needs_a_gpu_is_not_fresh_without_one(site):
    module = '# %% x tags=["requires-cuda"]\nprint(1)\n#cuda> 1\n\n# %% y\nz = 1\n'
    assert fresh(site, module) == []


def test_an_output_cut_in_its_documentation_is_cut_in_the_preview(site):
    module = (
        '# %% x tags=["raises-exception"]\nraise ValueError("one two")\n#> ValueError: one ...\n'
    )
    assert fresh(site, module) == []
