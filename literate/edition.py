"""Editions of a woven page: Markdown for the site, for other readers of it, and for the checker."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from literate.commonmark import Link, plain
from literate.figures import inline
from literate.keys import condition, covered, key_device, output_rank, spans
from literate.project import DEVICE_NAMES, DEVICES
from literate.read import Cell
from literate.weave import FENCE, INFO, Example, Prose, Woven

_NOT_RUN = {
    ("zh", 1): "需要 CUDA GPU；还没有在 GPU 上录制过输出。",
    ("zh", 2): "需要两块 GPU；尚未验证。",
    ("en", 1): "Needs a CUDA GPU; no output has been recorded on one yet.",
    ("en", 2): "Needs two GPUs; not verified.",
}
_OTHER_TORCH = {
    ("zh", "cpu"): "torch {} 的输出",
    ("zh", "cuda"): "torch {} 在 CUDA 上的输出",
    ("en", "cpu"): "Output of torch {}",
    ("en", "cuda"): "Output of torch {} on CUDA",
}
_NEEDS_TORCH = {
    "zh": "需要 torch {} 或更新的版本。",
    "en": "Needs torch {} or newer.",
}
# The tag of a cell whose output a preview shows and nobody has recorded.
UNRECORDED = "unrecorded"
_NOT_RECORDED = {"zh": "尚未录制", "en": "not recorded yet"}
_CLASSES = {"varies": ".varies", "raises-exception": ".error"}


def for_site(
    woven: Woven,
    *,
    under_title: str = "",
    keep: Callable[[str], str] = lambda html: html,
    generate: Callable[[str], str] = lambda marker: "",
    releases: Sequence[str] = (),
) -> str:
    """The page as Markdown for the site.

    Args:
        releases: the releases of torch that pages are verified on, newest first.
        under_title: a paragraph to put below the page's first heading.
        keep: takes HTML and returns what stands for it in Markdown, anywhere on the page.
        generate: the HTML for one of the page's markers, see ``weave.MARKERS``.
    """
    out: list[str] = []
    markers = dict(woven.markers)
    language = woven.language or "en"
    title = next((h.line for h in woven.headings if h.level == 1), None)
    for part in woven.parts:
        if isinstance(part, Example):
            code = [text for _, text in woven.code(part)]
            panels = list(_panels(part.cell))
            figure = part.module.recorded_figure(part.cell.title)
            info = f"python {part.options}".strip()
            if panels or figure:
                info = f"{{ .python .joined {part.options}".rstrip() + " }"
            out.extend(_indented(part.indent, _fenced(info, code)))
            out.extend(_indented(part.indent, panels))
            if part.cell.required_gpus and not (figure or part.cell.documented("cuda")):
                note = _NOT_RUN[language, part.cell.required_gpus]
                out.extend(["", f"{part.indent}*{note}*", ""])
            if UNRECORDED in part.cell.tags:
                note = f"*{_NOT_RECORDED[language]}*{{ .unrecorded }}"
                out.extend(["", part.indent + note, ""])
            if figure:
                drawn = inline(figure, part.cell.title, part.alt or "")
                out.extend(["", part.indent + keep(drawn), ""])
            out.extend(_indented(part.indent, _alternatives(part.cell, language, releases)))
            if part.cell.required_torch:
                note = _NEEDS_TORCH[language].format(part.cell.required_torch)
                out.extend(["", f"{part.indent}*{note}*", ""])
            continue
        for number, line in enumerate(part.lines, part.line):
            if number in markers:
                # Not kept: MkDocs looks for the ids that links lead to in what it reads.
                out.extend(["", generate(markers[number]), ""])
            else:
                out.append(line)
            if number == title and under_title:
                out.extend(["", under_title, ""])
    return "\n".join(out) + "\n"


def _info(cell: Cell) -> str:
    """The info string of a fence with output of a cell."""
    classes = [shown for tag, shown in _CLASSES.items() if tag in cell.tags]
    return f"{{ {' '.join(['.text .output .no-copy', *classes])} }}"


def _panels(cell: Cell) -> Iterator[str]:
    """The output of a cell, as one panel or, where CPU and CUDA differ, as linked tabs."""
    info = _info(cell)
    devices = DEVICES[1:] if cell.required_gpus else DEVICES if cell.differs else DEVICES[:1]
    for device in devices:
        lines = cell.documented(device).split("\n")
        if lines == [""] and not cell.differs:
            return
        yield ""
        if len(devices) == 1 and not cell.required_gpus:
            yield from _fenced(info, lines)
        else:
            yield f'=== "{DEVICE_NAMES[device]}"'
            yield ""
            yield from _indented("    ", _fenced(info, lines))
    yield ""


def _alternatives(cell: Cell, language: str, releases: Sequence[str]) -> Iterator[str]:
    """What other releases of torch print, each folded under a line that names them.

    A reader whose output differs, or who looks for an older message, finds it; nobody else has to
    read it. The newest comes first.
    """
    for key, lines in sorted(cell.alternatives.items(), key=_newest_first):
        named = covered(key, cell.outputs, releases)
        versions = spans(named, releases) if named else condition(key).removeprefix("torch ")
        title = _OTHER_TORCH[language, key_device(key)].format(versions)
        yield from ("", f'??? other-torch "{title}"', "")
        yield from _indented("    ", _fenced(_info(cell), list(lines)))
        yield ""


def _newest_first(alternative: tuple[str, object]) -> tuple:
    device, *_, numbers = output_rank(alternative[0])
    return device, tuple(-number for number in numbers)


def _fenced(info: str, lines: list[str]) -> Iterator[str]:
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    ticks = "`" * max(3, longest + 1)
    yield f"{ticks}{info}" if not info.startswith("{") else f"{ticks} {info}"
    yield from lines
    yield ticks


def _indented(indent: str, lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield indent + line if line else line


_FIGURE = {"zh": "图：{}", "en": "Figure: {}"}
_ALT = re.compile(r'<figure[^>]*><svg [^>]*aria-label="([^"]*)"')


def for_machines(
    woven: Woven,
    *,
    url: str,
    link: Link,
    verified: str = "",
    generate: Callable[[str], str] = lambda marker: "",
    releases: Sequence[str] = (),
) -> str:
    """The page as Markdown that stands by itself, for programs and other sites.

    Code and output are in their places, a figure is what its alternative text says.

    Args:
        woven: the page.
        url: its address.
        link: what to write for a link that is no full address, see ``commonmark.plain``.
        verified: a paragraph that says what was verified where.
        generate: the HTML for one of the page's markers.
        releases: see ``for_site``.
    """

    def keep(kept: str) -> str:
        alt = _ALT.match(kept)
        return f"*{_FIGURE[woven.language or 'en'].format(html.unescape(alt[1]))}*" if alt else ""

    description = woven.meta.get("description")
    head = [f"> {description}"] if description else []
    head = "\n\n".join([*head, f"<{url}>", *([verified] if verified else [])])
    given = {"keep": keep, "generate": generate, "releases": releases}
    page = for_site(woven, under_title=head, **given)
    page = page.split("\n")[woven.body - 1 :]
    text = _closed_up(map(str, plain(page, woven.language, link)))
    return text.strip("\n") + "\n"


def _closed_up(lines: Iterable[str]) -> str:
    """Lines without a blank one that follows another, but for those inside fences."""
    out: list[str] = []
    ticks = ""
    for line in lines:
        if ticks and line.strip(" >").startswith(ticks):
            ticks = ""
        elif not ticks and (fence := FENCE.fullmatch(line.lstrip(" >"))):
            ticks = fence["ticks"]
        elif not ticks and not line.strip() and (not out or not out[-1].strip()):
            continue
        out.append(line)
    return "\n".join(out)


def for_codeblocks(woven: Woven, device: str) -> tuple[str, list[tuple[int, Example | None]]]:
    """The page as pytest-codeblocks reads it.

    Of our own pages that is the cells alone. Other Markdown keeps its blocks, and the comments that
    pytest-codeblocks reads.

    Returns:
        The text, in which every cell is a plain ``python`` fence followed by its documented output
        for ``device`` under pytest-codeblocks' own comment; and, for each line of the text, its
        origin: the page's line, and the example that the line belongs to.
    """
    out: list[str] = []
    origin: list[tuple[int, Example | None]] = []
    for part in woven.parts:
        if isinstance(part, Prose):
            if woven.language:
                continue  # nothing but its cells is to be checked, and nothing excuses them
            for number, line in enumerate(part.lines, part.line):
                out.append(_plain_info(line))
                origin.append((number, None))
            continue
        lines = list(_fenced("python", [text for _, text in woven.code(part)]))
        if documented := part.cell.documented(device):
            lines.append("<!--pytest-codeblocks:expected-output-->")
            lines.extend(_fenced("text", documented.split("\n")))
        out.extend(lines)
        origin.extend([(part.line, part)] * len(lines))
    return "\n".join(out) + "\n", origin


def _plain_info(line: str) -> str:
    """A fence's opening without the options that pytest-codeblocks would take for its language."""
    if fence := FENCE.fullmatch(line):
        info = INFO.fullmatch(fence["info"])
        return fence["indent"] + fence["ticks"] + info["language"]
    return line
