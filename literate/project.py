"""Paths, languages and addresses of a project, and how its text files are read and replaced."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import posixpath
import re
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from literate.problem import CONFLICT, MARKED, LiterateError, Problem

LANGUAGES = ("zh", "en")
OTHER = dict(zip(LANGUAGES, reversed(LANGUAGES), strict=True))  # the language a page is held to
LANGUAGE_NAMES = {"zh": "Chinese", "en": "English"}
FOLDERS = {"zh": "", "en": "en/"}  # where the site of a language begins
DEVICES = ("cpu", "cuda")
DEVICE_NAMES = {"cpu": "CPU", "cuda": "CUDA"}
_WINDOWS = os.name == "nt"
_ANY_CASE = _WINDOWS or sys.platform == "darwin"
DRAWING = "drawing"  # the folder of ``snippets/`` that has functions for pictures, and no cells
NOTEBOOKS = "tutorials"  # the chapter whose pages the site shows as notebooks


@dataclass(frozen=True)
class Project:
    """A checkout. ``root`` holds ``docs/<language>/``, ``snippets/`` and ``mkdocs.yml``."""

    root: Path

    @functools.cached_property
    def snippets(self) -> Path:
        return self.root / "snippets"

    @property
    def cache(self) -> Path:
        """A folder for what can be made again. It is never committed and may be deleted."""
        return self.root / ".cache" / "literate"

    @functools.cached_property
    def releases(self) -> tuple[str, ...]:
        """The releases of torch that ``pyproject.toml`` lists, newest first: that one records."""
        try:
            settings = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return ()
        except ValueError as error:
            what = f"is not TOML ({error})"
            raise LiterateError(Problem("pyproject.toml", 1, what, "Fix the file")) from None
        listed = settings.get("tool", {}).get("literate", {}).get("releases", ())
        return tuple(requirement.removeprefix("torch==") for requirement in listed)

    def docs(self, language: str) -> Path:
        return self.root / "docs" / language

    def relative(self, file: Path) -> str:
        """``file`` as messages name it: relative to the root, with forward slashes."""
        inside = str(self.root) + os.sep  # a string, because every item of a run asks
        return str(file).removeprefix(inside).replace(os.sep, "/")

    def has(self, name: str) -> bool:
        """Whether there is a file, relative to the root, of exactly this name.

        Windows and macOS would find it by a name in other capital letters, too.
        """
        file = self.root / name
        if not file.is_file():
            return False
        parts = [file, *itertools.takewhile(lambda folder: folder != self.root, file.parents)]
        return not _ANY_CASE or all(part.name in os.listdir(part.parent) for part in parts)

    def modules(self) -> list[str]:
        """Every snippet module, relative to ``snippets/``, sorted."""
        files = (f.relative_to(self.snippets) for f in self.snippets.rglob("*.py"))
        cells = (f.as_posix() for f in files if "__pycache__" not in f.parts)
        return sorted(path for path in cells if not path.startswith(f"{DRAWING}/"))

    def pages(self, language: str) -> list[str]:
        """Every page of a language, relative to ``docs/<language>/``, sorted."""
        folder = self.docs(language)
        return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.md"))

    def notebook_pages(self, language: str) -> list[str]:
        """The pages of a language that the site shows as notebooks."""
        return [page for page in self.pages(language) if is_notebook(page)]

    def page_of(self, file: Path) -> tuple[str, str] | None:
        """The (language, page) that a file is, or None for a file outside ``docs/<language>/``."""
        for language in LANGUAGES:
            if file.is_relative_to(self.docs(language)):
                return language, file.relative_to(self.docs(language)).as_posix()
        return None


def is_notebook(page: str) -> bool:
    """Whether the site shows a page, relative to ``docs/<language>/``, as a notebook."""
    folder, _, name = page.rpartition("/")
    return folder == NOTEBOOKS and name.endswith(".md") and name != "index.md"


def page_url(page: str, suffix: str = "") -> str:
    """A page's address in its language, or that of a file beside it.

    ``autograd/backward/`` for ``autograd/backward.md``; with the suffix ``.ipynb``
    ``autograd/backward/backward.ipynb``.
    """
    path = PurePosixPath(page).with_suffix("")
    folder = str(path.parent if path.name == "index" else path)
    return ("" if folder == "." else f"{folder}/") + (path.name + suffix if suffix else "")


def relative_url(here: str, there: str) -> str:
    """A link from one page to another."""
    return posixpath.relpath("/" + page_url(there), "/" + page_url(here)) + "/"


def is_url(target: str) -> bool:
    """Whether a link names its scheme or its host: ``https:``, ``mailto:``, ``//``."""
    return re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE) is not None


def linked_file(page: str, path: str) -> str:
    """The file that a path on a page means; both are relative to ``docs/<language>/``."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page


def link_url(page: str, target: str) -> str:
    """The address, in the page's language, of a link on it such as ``../nn/module.md#init``."""
    path, sign, fragment = target.partition("#")
    file = linked_file(page, path)
    return (page_url(file) if file.endswith((".md", ".ipynb", ".py")) else file) + sign + fragment


@functools.lru_cache(maxsize=4096)
def resolve_include(project: Project, path: str) -> str:
    """The module that an include names, relative to ``snippets/``.

    Raises:
        ValueError: the path is absolute, has backslashes or leaves ``snippets/``; it says which.
    """
    pure = PurePosixPath(path)
    if "\\" in path:
        raise ValueError("uses backslashes")
    if pure.is_absolute() or re.match(r"[A-Za-z]:", path):
        raise ValueError("is absolute")
    target = (project.snippets / pure).resolve()
    if ".." in pure.parts or not target.is_relative_to(project.snippets.resolve()):
        raise ValueError("leaves snippets/")
    return pure.as_posix()


@dataclass(frozen=True)
class Source:
    """A text file as lines, and what is needed to write it back as it was."""

    name: str  # as messages name the file
    lines: tuple[str, ...]  # without byte order mark and line ends
    newline: str  # "\n" or "\r\n"
    bom: bool  # whether the file begins with a byte order mark

    def encode(self, lines: list[str]) -> bytes:
        """``lines`` as bytes, in the manner of this file."""
        text = "".join(line + self.newline for line in lines)
        return text.encode("utf-8-sig" if self.bom else "utf-8")


def stamp(file: Path | str) -> tuple[int, int] | None:
    """What changes when a file does: its time of change in ns and its size, None if it is gone."""
    try:
        status = os.stat(file)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def read_source(file: Path, name: str, conflict: str = "") -> Source:
    """Read a UTF-8 file with any line ends, with or without a byte order mark.

    Args:
        conflict: if version control left a conflict in the file, how to resolve it without losing
            anything; without it nothing is said of one.

    Raises:
        LiterateError: the file is missing, unreadable, not UTF-8 or has a conflict in it.
    """
    try:
        data = file.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise LiterateError(Problem(name, 1, what, "Check the path")) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8 (byte 0x{error.object[error.start]:02x})"
        raise LiterateError(Problem(name, line, what, "Save the file as UTF-8")) from None
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    marked = [n for n, line in enumerate(lines, 1) if conflict and CONFLICT.match(line)]
    if marked:
        raise LiterateError(Problem(name, line, MARKED, conflict) for line in marked)
    return Source(name, tuple(lines), newline, data.startswith(b"\xef\xbb\xbf"))


def replace_files(contents: dict[Path, bytes | None]) -> None:
    """Replace files, each at once; a file whose new content is None is removed.

    Raises:
        OSError: a file cannot be written, or on Windows is open elsewhere; no file is changed.
    """
    with contextlib.ExitStack() as temporary, contextlib.ExitStack() as undo:
        for file in contents:
            for folder in [f for f in reversed(file.parents) if not f.exists()]:
                folder.mkdir(exist_ok=True)
                undo.callback(_try, folder.rmdir)
        old = {f: _write_beside(f, f.read_bytes(), temporary) for f in contents if f.exists()}
        new = {f: _write_beside(f, d, temporary) for f, d in contents.items() if d is not None}
        for file in contents:
            undo.callback(_try, _move, old.get(file), file)
            _move(new.get(file), file)
        undo.pop_all()


def _try(function, *arguments) -> None:
    with contextlib.suppress(OSError):
        function(*arguments)


def _move(temporary: str | None, file: Path) -> None:
    """Put a temporary file in the place of ``file``, or remove that."""
    if temporary is None:
        return file.unlink(missing_ok=True)
    for attempt in range(5):
        try:
            return os.replace(temporary, file)
        except PermissionError:  # on Windows, while another program reads the file
            if not _WINDOWS or attempt == 4:
                raise
            time.sleep(0.1)


def _write_beside(file: Path, data: bytes, temporary: contextlib.ExitStack) -> str:
    """Write ``data`` to the disk, into a temporary file beside ``file`` and with its mode."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".new", dir=file.parent)
    temporary.callback(_try, os.unlink, name)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.chmod(name, file.stat().st_mode & 0o777 if file.exists() else 0o644)
    return name
