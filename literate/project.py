"""Where things stand in a project, and how its text files are read and replaced."""

from __future__ import annotations

import contextlib
import functools
import os
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from literate.problem import LiterateError, Problem

LANGUAGES = ("zh", "en")
OTHER = dict(zip(LANGUAGES, reversed(LANGUAGES), strict=True))  # the language a page is held to
LANGUAGE_NAMES = {"zh": "Chinese", "en": "English"}
DEVICES = ("cpu", "cuda")
DEVICE_NAMES = {"cpu": "CPU", "cuda": "CUDA"}
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
        """Where what can be made again is kept. It is never committed and may be deleted."""
        return self.root / ".cache" / "literate"

    @functools.cached_property
    def releases(self) -> tuple[str, ...]:
        """The releases of torch that pages are verified on, newest first: the first one records.

        They are listed in ``pyproject.toml`` alone; a project without that list has none.
        """
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

    def modules(self) -> list[str]:
        """Every snippet module, relative to ``snippets/``, sorted."""
        return sorted(
            file.relative_to(self.snippets).as_posix()
            for file in self.snippets.rglob("*.py")
            if "__pycache__" not in file.parts
        )

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
            folder = self.docs(language)
            if file.is_relative_to(folder):
                return language, file.relative_to(folder).as_posix()
        return None


def is_notebook(page: str) -> bool:
    """Whether the site shows a page, relative to ``docs/<language>/``, as a notebook."""
    folder, _, name = page.rpartition("/")
    return folder == NOTEBOOKS and name.endswith(".md") and name != "index.md"


@dataclass(frozen=True)
class Source:
    """A text file as lines, and what is needed to write it back as it was.

    Attributes:
        name: how messages name the file.
        lines: the text without its byte order mark and line ends.
        newline: the line end that the file uses (``"\\n"`` or ``"\\r\\n"``).
        bom: whether the file began with a byte order mark.
    """

    name: str
    lines: tuple[str, ...]
    newline: str
    bom: bool

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


def read_source(file: Path, name: str) -> Source:
    """Read a UTF-8 file with any line ends, with or without a byte order mark.

    Raises:
        LiterateError: the file is missing, unreadable or not UTF-8.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise LiterateError(
            Problem(name, 1, f"cannot be read ({reason})", "Check the path")
        ) from None
    bom = data.startswith(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8 (byte 0x{data[error.start]:02x})"
        raise LiterateError(Problem(name, line, what, "Save the file as UTF-8")) from None
    newline = "\r\n" if "\r\n" in text else "\n"
    return Source(
        name, tuple(text.replace("\r\n", "\n").removesuffix("\n").split("\n")), newline, bom
    )


def replace_files(contents: dict[Path, bytes | None]) -> None:
    """Replace files, each at once and none before all new contents are on the disk.

    A file whose new content is None is removed. A reader, or a program that is killed, sees a file
    as it was or as it is to be.

    Raises:
        OSError: a file cannot be written (a full disk, no permission, on Windows one that another
            program has open); no file is changed.
    """
    temporary: list[str] = []
    made: list[Path] = []
    try:
        for file in contents:
            _make_folder(file.parent, made)
        old = {f: _beside(f, f.read_bytes(), temporary) for f in contents if f.exists()}
        new = {
            file: _beside(file, data, temporary)
            for file, data in contents.items()
            if data is not None
        }
        done: list[Path] = []
        try:
            for file in contents:
                done.append(file)
                _replace(new[file], file) if file in new else file.unlink(missing_ok=True)
        except BaseException:
            for file in done:
                with contextlib.suppress(OSError):
                    _replace(old[file], file) if file in old else file.unlink()
            raise
        made.clear()
    finally:
        for name in temporary:
            with contextlib.suppress(OSError):
                os.unlink(name)
        for folder in reversed(made):  # none, unless nothing was changed
            with contextlib.suppress(OSError):
                folder.rmdir()


_TRIES = 5


def _replace(new: str, file: Path) -> None:
    """``os.replace``, which on Windows fails for a moment while another program reads the file."""
    for left in reversed(range(_TRIES)):
        try:
            os.replace(new, file)
            return
        except PermissionError:
            if not (left and _waits()):
                raise
            time.sleep(0.1)


def _waits() -> bool:
    """Whether a file that another program reads cannot be replaced, for as long as it does."""
    return os.name == "nt"


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it; ``made`` gets those that were not there."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        made.append(one)


def _beside(file: Path, data: bytes, temporary: list[str]) -> str:
    """Write ``data`` to the disk, into a temporary file beside ``file`` and with its mode."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".new", dir=file.parent)
    temporary.append(name)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    mode = file.stat().st_mode if file.exists() else 0o644
    os.chmod(name, mode & 0o777)
    return name
