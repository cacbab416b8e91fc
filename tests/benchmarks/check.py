"""Time ``literate check`` on a project of many pages, made of this one's chapters again and again.

    python tests/benchmarks/check.py [PAGES]

PAGES (100) is the number of pages in each language. Printed are seconds of wall time of the whole
command, the best and the worst of five; the goal is below 3 seconds for 100 pages.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh", "en")


def write(root: Path, pages: int) -> int:
    """A project of at least ``pages`` pages. Returns how many there are."""
    (root / "literate").symlink_to(ROOT / "literate", target_is_directory=True)
    for folder in ("docs", "snippets"):
        shutil.copytree(ROOT / folder, root / folder)
    chapters = sorted(f.name for f in (ROOT / "snippets").iterdir() if f.is_dir())
    chapters = [c for c in chapters if (ROOT / "docs/zh" / c / "index.md").is_file()]
    copy = 0
    while len(list((root / "docs/zh").rglob("*.md"))) < pages:
        copy += 1
        for chapter in chapters:
            shutil.copytree(root / "snippets" / chapter, root / f"snippets/{chapter}{copy}")
            for language in LANGUAGES:
                docs = root / "docs" / language
                shutil.copytree(docs / chapter, docs / f"{chapter}{copy}")
                for page in (docs / f"{chapter}{copy}").glob("*.md"):
                    text = page.read_text(encoding="utf-8")
                    for name in chapters:
                        text = text.replace(f'--8<-- "{name}/', f'--8<-- "{name}{copy}/')
                    page.write_text(text, encoding="utf-8")
    for language, name in zip(LANGUAGES, ("mkdocs.yml", "mkdocs.en.yml"), strict=True):
        docs = root / "docs" / language
        entries = sorted(f.relative_to(docs).as_posix() for f in docs.rglob("*.md"))
        nav = "".join(f"  - {entry}\n" for entry in entries)
        (root / name).write_text(f"nav:\n{nav}", encoding="utf-8")
    return len(list((root / "docs/zh").rglob("*.md")))


def seconds(root: Path) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "literate", "check"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(result.stdout[-2000:] + result.stderr[-2000:])
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        pages = write(Path(name), int(sys.argv[1]) if len(sys.argv) > 1 else 100)
        seconds(Path(name))  # compiles and caches
        times = [seconds(Path(name)) for _ in range(5)]
    print(f"{pages} pages in each of {len(LANGUAGES)} languages: {min(times):.2f} s", end="")
    print(f" (worst of {len(times)}: {max(times):.2f} s)")


if __name__ == "__main__":
    main()
