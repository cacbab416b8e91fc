"""Branches that several people work on at once, merged by git itself."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from literate.__main__ import main
from literate.check import check_all
from literate.navigation import read_navigation
from literate.record.records import Record, Verified, code_hash, output_hashes
from literate.snippet import read_module
from tests.conftest import ROOT

CHAPTER = ("--chapter-zh", "数据", "--chapter-en", "Data")
HEAD = "---\ndescription: d\n---\n\n# {} {{ #t }}\n"


class Repository:
    """A project in a repository, with two branches that begin at its first commit."""

    def __init__(self, site) -> None:
        self.site, self.project = site, site.project
        self.git("init", "-q", "-b", "main")
        self.commit()
        self.git("branch", "other")

    def git(self, *arguments: str, fails: bool = False) -> str:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        command = ["git", *who, "-c", "core.quotePath=false", *arguments]
        given = {"cwd": self.site.root, "capture_output": True, "encoding": "utf-8"}
        done = subprocess.run(command, check=False, **given)
        assert fails or done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def commit(self) -> None:
        self.git("add", ".")
        self.git("commit", "-qm", "A change")

    def begin(self, branch: str, *pages: str, chapter: tuple[str, ...] = CHAPTER) -> None:
        """Begin pages on a branch, as a person does, and note that their modules ran."""
        self.git("switch", "-q", branch)
        for page in pages:
            titles = ("--zh", f"页 {page}", "--en", f"Page {page}")
            assert main(["new", page, *titles, *chapter]) == 0
            self.record(f"{page}.py")
        self.commit()

    def record(self, path: str, device: str = "cpu") -> None:
        module, verified = read_module(self.project, path), Verified(self.project)
        for torch in self.project.releases if device == "cpu" else ("2.15.0",):
            outputs = output_hashes(module, device, torch)
            values = (device, torch, "GenuineIntel AVX2", "3.12", "2026-11-23", code_hash(module))
            verified.put(path, Record(*values, outputs))
        verified.file.write_bytes(verified.encode())

    def merge(self) -> list[str]:
        """Merge the other branch into the main one. Returns the files that conflict."""
        self.git("switch", "-q", "main")
        self.git("merge", "--no-edit", "other", fails=True)
        in_conflict = self.git("diff", "--name-only", "--diff-filter=U").splitlines()
        assert in_conflict or self.git("rev-list", "main..other") == ""
        return in_conflict


@pytest.fixture
def repository(site, monkeypatch):
    """A project with one chapter of two pages, both recorded on two releases."""
    monkeypatch.chdir(site.root)
    monkeypatch.setattr("sys.stdin", None)
    shutil.copy(ROOT / ".gitattributes", site.root)
    site.releases("2.15.0", "2.14.1")
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        (site.root / name).write_text("nav:\n  - index.md\n  - nn/\n", encoding="utf-8")
    site.page("index.md", HEAD.format("T") + "\n<!-- literate:chapters -->\n")
    chapter = HEAD.replace("---\n\n", "card: a\n---\n\n") + "\n<!-- literate:chapter -->\n"
    site.page("nn/index.md", chapter.format("网络"), chapter.format("Networks"))
    made = Repository(site)
    made.begin("main", "nn/linear", "nn/module")
    made.git("branch", "-f", "other")
    assert check_all(site.project).problems == []
    return made


def test_two_branches_with_two_pages_each_in_one_chapter_merge_by_themselves(repository):
    repository.begin("main", "nn/attention", "nn/pooling")
    repository.begin("other", "nn/embedding", "nn/normalization")
    assert repository.merge() == []
    assert repository.git("status", "--porcelain") == ""
    checked = check_all(repository.project)
    assert checked.problems == []
    assert [note for note in checked.notes if "template" not in note.what] == []
    pages = [entry.page for entry in read_navigation(repository.project, "zh")]
    assert [page.removesuffix(".md") for page in pages[1:]] == [
        *("nn/index", "nn/linear", "nn/module"),
        *("nn/attention", "nn/embedding", "nn/normalization", "nn/pooling"),
    ]


def test_two_branches_that_found_one_chapter_conflict_in_its_own_text_alone(repository):
    repository.begin("main", "data/loader")
    other = ("--chapter-zh", "数据集", "--chapter-en", "Data sets")
    repository.begin("other", "data/transforms", chapter=other)
    its_own = ["docs/en/data/index.md", "docs/zh/data/index.md"]
    assert repository.merge() == its_own
    problems = check_all(repository.project).problems
    assert {problem.path for problem in problems} == set(its_own)


def test_two_branches_that_found_two_chapters_need_both_lines_of_the_navigation(repository):
    repository.begin("main", "data/loader")
    repository.begin("other", "text/tokens")
    assert repository.merge() == ["mkdocs.en.yml", "mkdocs.yml"]
    for problem in check_all(repository.project).problems:
        assert problem.path in ("mkdocs.en.yml", "mkdocs.yml")
        assert problem.fix == "Keep the lines of both sides, each once, without the markers"


@pytest.mark.parametrize("device", ["cpu", "cuda"])
def test_records_of_neighbors_merge_by_themselves(repository, device):
    for branch, path in (("main", "nn/linear.py"), ("other", "nn/module.py")):
        repository.git("switch", "-q", branch)
        file = repository.project.snippets / path
        file.write_text(file.read_text("utf-8").replace("4.0", "8.0"), encoding="utf-8")
        repository.record(path)
        repository.record(path, device)
        repository.commit()
    assert repository.merge() == []
    assert check_all(repository.project).problems == []
    verified = Verified(repository.project)
    assert [len(records) for records in verified.records.values()] == [2 + (device == "cuda")] * 2
    assert verified.file.read_bytes() == verified.encode()


def test_records_of_one_module_are_all_kept_and_settled_by_a_fix(repository, capsys):
    file = repository.project.snippets / "nn/linear.py"
    text = file.read_text("utf-8")
    for branch, number in (("main", "8.0"), ("other", "9.0")):
        repository.git("switch", "-q", branch)
        file.write_text(text.replace("4.0", number), encoding="utf-8")
        repository.record("nn/linear.py")
        repository.commit()
    assert repository.merge() == ["snippets/nn/linear.py"]
    repository.git("checkout", "--theirs", "snippets/nn/linear.py")
    found = check_all(repository.project).problems
    assert {problem.path for problem in found} == {"snippets/verified.json"}
    main(["check", "--fix"])
    assert "fixed: snippets/verified.json\n" in capsys.readouterr().out
    assert check_all(repository.project).problems == []
