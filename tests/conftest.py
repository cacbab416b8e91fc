from __future__ import annotations

from pathlib import Path

import pytest

from literate.project import LANGUAGES, Project

URL = "https://example.org/handbook/"
collect_ignore = ["browser"]  # needs a browser: nox -s browser


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

    def _write(self, file: Path, text: str | bytes) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """This project's own site, of both languages, as it is published at ``URL``."""
    from literate.site import build

    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("REPO_URL", raising=False)
        build(Project(Path(__file__).resolve().parents[1]), folder, url=URL)
    return folder


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """An empty project: ``snippets/``, ``docs/zh/`` and ``docs/en/``, on a person's machine."""
    monkeypatch.delenv("CI", raising=False)  # where ``check`` would write nothing
    return Site(tmp_path)
