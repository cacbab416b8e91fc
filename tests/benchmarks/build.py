"""How long the site takes, against bare Material on the same Markdown, in the same run::

    python tests/benchmarks/build.py

Bare Material gets each page as ``literate`` exports it: the same prose, code and outputs, with the
same theme, search and Markdown extensions. Both languages are built at once, by both.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from literate.page import MARKDOWN  # noqa: E402
from literate.project import LANGUAGES, Project  # noqa: E402
from literate.record.records import Verified  # noqa: E402
from literate.site.convert import convert, to_markdown  # noqa: E402

CONFIGURATION = """\
site_name: Bare
docs_dir: {language}
site_dir: site/{language}
theme: {{name: material, language: {language}, font: false}}
plugins: [search]
markdown_extensions: [{extensions}, pymdownx.superfences]
"""


def measured(commands: list[list[str]], folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds of commands that run at the same time."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    given = {"cwd": folder, "env": os.environ | {"NO_MKDOCS_2_WARNING": "1"}}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = [subprocess.Popen(command, **given, **quiet) for command in commands]
    if any(process.wait() for process in running):
        raise SystemExit(f"failed: {commands}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - started, spent


def main() -> None:
    """Print the seconds of three rounds, and the ratio of the best ones."""
    project = Project(ROOT)
    verified = Verified(project)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for language in LANGUAGES:
            for path in project.pages(language):
                file = folder / language / path
                file.parent.mkdir(parents=True, exist_ok=True)
                page = convert(project, language, path, "https://example.org/", verified)
                file.write_text(to_markdown(page), encoding="utf-8")
            text = CONFIGURATION.format(language=language, extensions=", ".join(MARKDOWN))
            (folder / f"{language}.yml").write_text(text, encoding="utf-8")
        mkdocs = [sys.executable, "-m", "mkdocs", "build", "--config-file"]
        bare = [[*mkdocs, f"{language}.yml"] for language in LANGUAGES]
        ours = [[sys.executable, "-m", "literate", "build", str(folder / "ours")]]
        rounds = [(measured(bare, folder), measured(ours, ROOT)) for _ in range(3)]
    for number, unit in enumerate(("wall", "CPU")):
        stock, built = (min(one[side][number] for one in rounds) for side in (0, 1))
        print(f"{unit}: bare Material {stock:.1f} s, ours {built:.1f} s, ratio {built / stock:.2f}")


if __name__ == "__main__":
    main()
