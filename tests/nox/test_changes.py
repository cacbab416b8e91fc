"""What counts as a change of content alone, as git tells it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import changes
import pytest

NAVIGATION = "site_name: x\nnav:\n  - a.md\n\n  - b.md\nplugins: []\n"
# A name that git would quote.
PAGE = "docs/zh/张量/a b.md"


def git(root: Path, *arguments: str) -> None:
    name = ["-c", "user.name=n", "-c", "user.email=e", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *name, *arguments], cwd=root, check=True, capture_output=True)


def write(root: Path, name: str, text: str = "new\n") -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def clone(tmp_path, monkeypatch) -> Path:
    """A clone on a branch of its own, where nothing has changed yet."""
    for name in ("CI", "GITHUB_BASE_REF", "GIT_DIR", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    git(origin, "init")
    for name in ("docs/en/a.md", "snippets/a.py", "literate/page.py", PAGE):
        write(origin, name, "old\n")
    write(origin, "mkdocs.yml", NAVIGATION)
    git(origin, "add", ".")
    git(origin, "commit", "-m", "first")
    git(tmp_path, "clone", str(origin), str(clone))
    git(clone, "switch", "-c", "page")
    # What others do on the main branch in the meantime is no change of ours.
    write(origin, "literate/page.py", "theirs\n")
    git(origin, "commit", "-a", "-m", "theirs")
    git(clone, "fetch")
    return clone


@pytest.mark.parametrize(
    ("files", "content"),
    [
        ([], False),
        (["docs/en/a.md"], True),
        (["snippets/nn/x.y.svg", "snippets/verified.json", PAGE, "docs/variants.yml"], True),
        (["tests/browser/search.yml"], True),
        (["docs/en/a.md", "literate/page.py"], False),
        (["docs/en/a.md", "new.txt"], False),
        (["tests/browser/test_search.py"], False),
        (["docs/en/contributing/index.md"], False),  # whose commands tests hold
        (["snippets/contributing/example.py"], False),
        (["docs.md"], False),
    ],
)
@pytest.mark.parametrize("committed", [False, True])
def test_a_change_is_content_if_all_its_files_are(clone, files, content, committed):
    for file in files:
        write(clone, file)
    if committed and files:
        git(clone, "add", ".")
        git(clone, "commit", "-m", "ours")
    assert changes.content(clone) == (sorted(files) if content else [])


def test_a_page_that_was_removed_or_renamed_is_a_change_of_content(clone):
    (clone / PAGE).unlink()
    git(clone, "mv", "docs/en/a.md", "docs/en/b.md")
    assert changes.content(clone) == ["docs/en/a.md", "docs/en/b.md", PAGE]
    git(clone, "mv", "literate/page.py", "docs/page.py")
    assert changes.content(clone) == []


@pytest.mark.parametrize(
    ("old", "new", "content"),
    [("- a.md\n", "- a.md\n  - c.md\n", True), ("[]", "[search]", False), ("nav:", "nav", False)],
)
def test_of_a_configuration_the_navigation_alone_is_content(clone, old, new, content):
    write(clone, "mkdocs.yml", NAVIGATION.replace(old, new))
    assert changes.content(clone) == (["mkdocs.yml"] if content else [])
    (clone / "mkdocs.yml").unlink()
    assert changes.content(clone) == []


def test_who_asks_for_a_session_by_its_name_gets_all_of_it(clone):
    write(clone, "docs/en/a.md")
    for arguments, whole in [("nox", False), ("nox -s tests", True), ("nox -- -k tests", False)]:
        found = changes.content(clone, "tests", arguments=arguments.split())
        assert (found == []) is whole


def test_in_ci_a_pull_request_alone_is_compared(clone, monkeypatch):
    write(clone, "docs/en/a.md")
    monkeypatch.setenv("CI", "true")
    assert changes.content(clone) == []
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    named = {"arguments": ["noxfile.py", "-s", "tests"]}
    assert changes.content(clone, "tests", **named) == ["docs/en/a.md"]
    monkeypatch.setenv("GITHUB_BASE_REF", "no-such-branch")
    assert changes.content(clone) == []


def test_without_a_main_branch_to_compare_with_or_git_everything_may_have_changed(
    clone, tmp_path, monkeypatch
):
    write(clone, "docs/en/a.md")
    git(clone, "remote", "remove", "origin")
    assert changes.content(clone) == []
    assert changes.content(tmp_path) == []
    monkeypatch.setenv("PATH", "")
    assert changes.content(clone) == []
