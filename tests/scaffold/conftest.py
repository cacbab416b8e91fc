"""What the tests of new, move and remove share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from literate import project as files


def tree(root: Path) -> dict[str, bytes]:
    return {
        f.relative_to(root).as_posix(): f.read_bytes()
        for f in root.rglob("*")
        if f.is_file() and ".cache" not in f.parts
    }


@pytest.fixture
def failing_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fifth file that is to be replaced is open elsewhere."""
    replace, done = os.replace, []

    def fails(source, target):
        done.append(target)
        if len(done) == 5:
            raise PermissionError(13, "The file is open in another program", str(target))
        replace(source, target)

    monkeypatch.setattr(files.os, "replace", fails)
