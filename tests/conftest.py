from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from literate.navigation import CONFIGURATIONS
from literate.project import LANGUAGES, OTHER, Project

ROOT = Path(__file__).resolve().parents[1]
URL = "https://example.org/handbook/"
collect_ignore = ["browser"]  # needs a browser: nox -s browser

if importlib.util.find_spec("hypothesis"):
    import hypothesis

    hypothesis.settings.load_profile("ci")  # the same examples each time, however long they take


class Site:
    """A small project to write modules and pages into."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.project = Project(root)
        for folder in ("snippets", "docs/zh", "docs/en"):
            (root / folder).mkdir(parents=True)

    def releases(self, *versions: str) -> None:
        """List the releases of torch that pages are verified on, newest first."""
        listed = ", ".join(f'"{version}"' for version in versions)
        text = f"[tool.literate]\nreleases = [{listed}]\n"
        self._write(self.root / "pyproject.toml", text)
        self.project = Project(self.root)

    def module(self, path: str, text: str | bytes) -> Path:
        """Write ``snippets/<path>``, byte for byte."""
        return self._write(self.project.snippets / path, text)

    def page(self, path: str, text: str | bytes, en: str | bytes | None = None) -> None:
        """Write ``docs/zh/<path>``, and ``docs/en/<path>`` with ``en`` where it is given."""
        for language, content in zip(LANGUAGES, (text, text if en is None else en), strict=True):
            self._write(self.project.docs(language) / path, content)

    def configure(self) -> None:
        """Let pytest find the plugin, with this project's configuration, but no release listed."""
        shutil.copy(ROOT / "conftest.py", self.root)
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        text = re.sub(r"^releases = \[.*?\]", "releases = []", text, flags=re.M | re.S)
        (self.root / "pyproject.toml").write_text(text, encoding="utf-8")

    def _write(self, file: Path, text: str | bytes) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file


def make_once(tmp_path_factory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that ``make`` fills, once for all of pytest-xdist's workers."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = tmp_path_factory.mktemp(name)
        make(folder)
        return folder
    import filelock

    folder = tmp_path_factory.getbasetemp().parent / name
    with filelock.FileLock(f"{folder}.lock"):
        if not (done := Path(f"{folder}.done")).exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """This project's own site, of both languages, as it is published at ``URL``.

    It is built where torch cannot be imported; ``no-torch.log`` says of which programs that is so.
    """

    def build(folder: Path) -> None:
        block = f"""import sys
sys.modules["torch"] = None
with open({str(folder / "no-torch.log")!r}, "a") as log:
    print(*sys.orig_argv[1:], file=log)
"""
        (folder / "without").mkdir(exist_ok=True)
        (folder / "without/sitecustomize.py").write_text(block, encoding="utf-8")
        environment = os.environ | {"SITE_URL": URL, "PYTHONPATH": str(folder / "without")}
        environment.pop("REPO_URL", None)
        command = [sys.executable, "-m", "literate", "build", folder / "site"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)

    return make_once(tmp_path_factory, "built", build) / "site"


SMALL_MODULE = """\
# %% where
import torch

x = torch.ones(2, device="cuda" if torch.cuda.is_available() else "cpu")
print(x.device)
#> cpu
#cuda> cuda:0

# %% sum
print(x.sum())
#> tensor(2.)
#cuda> tensor(2., device='cuda:0')
"""
SMALL_PAGE = """\
---
description: d
---

# {title} {{ #top }}

```python
--8<-- "{module}:where"
```

```python
--8<-- "{module}:sum"
```
"""
STUB_PAGE = "---\nstatus: untranslated\n---\n\n# {title} {{ #top }}\n"
SMALL_HOME = "---\ndescription: d\n---\n\n# T { #top }\n\n[one](one.md) [two](two.md)\n"


@pytest.fixture(scope="session")
def small_project(tmp_path_factory) -> Project:
    """A project of three pages and two modules, with the real configuration and templates.

    To build it, its programs need ``ROOT`` on their path.
    """
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "overrides", root / "overrides")
    nav = "nav: [index.md, one.md, two.md]\n"
    for name in CONFIGURATIONS.values():
        text = (ROOT / name).read_text(encoding="utf-8")
        text, count = re.subn(r"^nav:\n(?:[ -].*\n)+", nav, text, flags=re.MULTILINE)
        assert count == 1
        text = re.sub("^hooks: .*\n", "", text, flags=re.MULTILINE)  # it has no tutorials
        (root / name).write_text(text, encoding="utf-8")
    (root / "snippets").mkdir()
    for language in LANGUAGES:
        folder = root / "docs" / language
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(SMALL_HOME, encoding="utf-8")
        for name in ("one", "two"):
            (root / f"snippets/{name}.py").write_text(SMALL_MODULE, encoding="utf-8")
            page = SMALL_PAGE.format(title=name, module=f"{name}.py")
            (folder / f"{name}.md").write_text(page, encoding="utf-8")
    return Project(root)


@pytest.fixture(scope="module")
def halved_project(small_project, tmp_path_factory) -> Project:
    """The small project, where page one waits for its translation into Chinese, two into English.

    The home page links to them and to what they will say; there is a guide.
    """
    root = tmp_path_factory.mktemp("halved")
    shutil.copytree(small_project.root, root, dirs_exist_ok=True)
    guide = SMALL_HOME.partition("# T")[0] + "# G { #guide }\n\n## L { #one-language }\n"
    stubs = {"zh": ("one", "一"), "en": ("two", "Second")}
    for language, (name, title) in stubs.items():
        docs = root / "docs" / language
        (docs / "contributing").mkdir()
        (docs / "contributing/index.md").write_text(guide, encoding="utf-8")
        home = SMALL_HOME + "".join(f"\n[more]({page}.md#more)\n" for page, _ in stubs.values())
        (docs / "index.md").write_text(home, encoding="utf-8")
        (docs / f"{name}.md").write_text(STUB_PAGE.format(title=title), encoding="utf-8")
        with (root / f"docs/{OTHER[language]}/{name}.md").open("a", encoding="utf-8") as whole:
            whole.write("\n## More { #more }\n")
        file = root / CONFIGURATIONS[language]
        text = file.read_text(encoding="utf-8").replace("two.md]", "two.md, contributing/index.md]")
        file.write_text(text, encoding="utf-8")
    return Project(root)


MOVED = SMALL_PAGE.replace("---\n\n", "aliases: [old/place, first]\nanchors: {{was: top}}\n---\n\n")
LEFT = SMALL_PAGE.replace("---\n\n", "anchors: {{gone: one#top}}\n---\n\n")


def moved_project(small: Project, root: Path) -> Project:
    """The small project, where a page and two headings have moved."""
    shutil.copytree(small.root, root, dirs_exist_ok=True)
    project = Project(root)
    for language in LANGUAGES:
        for name, text in (("one", MOVED), ("two", LEFT)):
            page = text.format(title=name, module=f"{name}.py")
            (project.docs(language) / f"{name}.md").write_text(page, encoding="utf-8")
    return project


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """An empty project: ``snippets/``, ``docs/zh/`` and ``docs/en/``, on a person's machine."""
    monkeypatch.delenv("CI", raising=False)  # where ``check`` would write nothing
    return Site(tmp_path)
