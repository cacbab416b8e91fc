"""Time the checks against stock pytest-codeblocks, on the same blocks, in the same run.

    python tests/benchmarks/verify.py [PAGES]

Both check the output of PAGES x 6 blocks x 2 languages of tiny torch code. Ours runs each page's
module in a process of its own; the other one executes every block in its own process. Printed are
seconds of wall time, the best of three runs taken in turn, and their ratio; and seconds of CPU
time, which tell more where the machine is busy with something else.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = {
    "fresh": ("x = torch.arange(4.0, requires_grad=True)", "print(x.grad)", "None"),
    "dot": (
        "x = torch.arange(4.0, requires_grad=True)\n(2 * torch.dot(x, x)).backward()",
        "print(x.grad)",
        "tensor([ 0.,  4.,  8., 12.])",
    ),
    "item": ("x = torch.arange(4.0)", "print(torch.dot(x, x).item())", "14.0"),
    "thirds": ("x = torch.arange(4.0)", "print(x / 3)", "tensor([0.0000, 0.3333, 0.6667, 1.0000])"),
    "shape": (
        "x = torch.ones(2, 3)",
        "print(x.shape, x.dtype)",
        "torch.Size([2, 3]) torch.float32",
    ),
    "sum": ("x = torch.ones(2, 3)", "print(x.sum())", "tensor(6.)"),
}


def write_ours(root: Path, pages: int) -> None:
    """A project with ``pages`` modules, each shown on a page of each language."""
    shutil.copy(ROOT / "conftest.py", root)
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    # Nothing here was recorded with a release.
    settings = re.sub(r"^releases = \[.*?\]", "releases = []", settings, flags=re.M | re.S)
    (root / "pyproject.toml").write_text(settings, encoding="utf-8")
    (root / "literate").symlink_to(ROOT / "literate", target_is_directory=True)
    for folder in ("snippets/m", "docs/zh/m", "docs/en/m"):
        (root / folder).mkdir(parents=True)
    cells, shown = [], ["# Page { #page }"]
    for title, (code, show, output) in BLOCKS.items():
        start = "import torch\n" if not cells else ""
        cells.append(f"# %% {title}\n{start}{code}\n{show}\n#> {output}\n")
        shown.append(f'```python\n--8<-- "m/pNUMBER.py:{title}"\n```')
    for number in range(pages):
        (root / f"snippets/m/p{number}.py").write_text("\n".join(cells))
        page = "\n\n".join(shown).replace("NUMBER", str(number)) + "\n"
        for language in ("zh", "en"):
            (root / f"docs/{language}/m/p{number}.md").write_text(page)


def write_stock(root: Path, pages: int) -> None:
    """The same blocks as pytest-codeblocks takes them."""
    shown = []
    for code, show, output in BLOCKS.values():
        shown.append(f"```python\nimport torch\n{code}\n{show}\n```")
        shown.append(f"<!--pytest-codeblocks:expected-output-->\n\n```text\n{output}\n```")
    page = "\n\n".join(shown) + "\n"
    (root / "pytest.ini").write_text("[pytest]\n")
    for language in ("zh", "en"):
        folder = root / "docs" / language
        folder.mkdir(parents=True)
        for number in range(pages):
            (folder / f"p{number}.md").write_text(page)


def cpu() -> float:
    """CPU seconds of the processes that have ended, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def seconds(root: Path, *arguments: str) -> tuple[float, float]:
    """Seconds that a run takes, by the clock and of the processor."""
    started, used = time.perf_counter(), cpu()
    command = [sys.executable, "-m", "pytest", "--codeblocks", "-q", *arguments]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(result.stdout[-2000:] + result.stderr[-2000:])
    return time.perf_counter() - started, cpu() - used


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as name:
        ours, stock = Path(name, "ours"), Path(name, "stock")
        ours.mkdir()
        stock.mkdir()
        write_ours(ours, pages)
        write_stock(stock, pages)
        pairs = [(seconds(ours), seconds(stock, "docs")) for _ in range(3)]
    blocks = pages * len(BLOCKS) * 2
    for number, kind in enumerate(("wall", "CPU")):
        ours, stock = (min(times[number] for times in runs) for runs in zip(*pairs, strict=True))
        print(f"{blocks} blocks: ours {ours:.1f} s {kind}, stock pytest-codeblocks {stock:.1f} s")
        print(f"ratio {ours / stock:.2f}; {ours / blocks * 1000:.2f} ms a block")


if __name__ == "__main__":
    main()
