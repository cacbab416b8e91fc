"""What a new page begins with. It passes every check as it is, so that each step after it can too.

A template's cells print nothing: nothing is documented that nobody has run. Its error is one that
Python raises word for word as it is given.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

# The chapters that are made when their first page is: their titles, and what they say.
CHAPTERS = {
    "tutorials": {"zh": "教程", "en": "Tutorials"},
    "errors": {"zh": "报错", "en": "Errors"},
}

_MODULES = {
    "page": """\
# %% smallest-example
import torch

x = torch.arange(4.0)
""",
    "tutorial": """\
# %% setup
import torch

torch.manual_seed(0)

# %% first-step
x = torch.rand(4)
""",
    "error": """\
# %% error{tags}
{imports}
# zh: 换成真正引发这个错误的代码。
# en: Put the code here that really causes the error.
{raises}
{output}

# %% fix
# zh: 换成改好的代码。
# en: Put the corrected code here.
x = torch.arange(4.0)
""",
}

_PAGES = {
    ("page", "zh"): """\
# {title} {{ #{id} }}

这一页回答什么问题？先给出答案和最小的例子。

{smallest-example}

## 常见错误 {{ #pitfalls }}

先让代码真的出错，再给出能运行的改法。

## 参见 {{ #see-also }}

- [{chapter}](index.md)：这一章的其他页面
""",
    ("page", "en"): """\
# {title} {{ #{id} }}

Which question does this page answer? Give the answer and the smallest example first.

{smallest-example}

## Pitfalls {{ #pitfalls }}

First let the code really fail, then give a version that runs.

## See also {{ #see-also }}

- [{chapter}](index.md): the other pages of this chapter
""",
    ("tutorial", "zh"): """\
# {title} {{ #{id} }}

这个教程从哪里开始，做完之后有什么？先导入要用的。

{setup}

## 第一步 {{ #first-step }}

做什么，为什么这样做。

{first-step}

## 参见 {{ #see-also }}

- [{chapter}](index.md)：这一章的其他页面
""",
    ("tutorial", "en"): """\
# {title} {{ #{id} }}

Where does this tutorial begin, and what is there at its end? First import what is needed.

{setup}

## First step {{ #first-step }}

What is done, and why so.

{first-step}

## See also {{ #see-also }}

- [{chapter}](index.md): the other pages of this chapter
""",
    ("error", "zh"): """\
# {title} {{ #{id} }}

什么样的代码会这样报错？

{error}

## 原因 {{ #cause }}

一句话说明为什么。

## 改法 {{ #fix }}

怎样改，改完是什么样子。

{fix}

## 参见 {{ #see-also }}

- [{chapter}](index.md)：其他报错
""",
    ("error", "en"): """\
# {title} {{ #{id} }}

Which code fails like this?

{error}

## Cause {{ #cause }}

Say in a sentence why.

## Fix {{ #fix }}

How to correct it, and what it looks like then.

{fix}

## See also {{ #see-also }}

- [{chapter}](index.md): other errors
""",
}

_DESCRIPTIONS = {
    "zh": "{title}：用一句话说这一页回答什么问题。",
    "en": "{title}: say in a sentence which question this page answers.",
}
_QUESTIONS = {"zh": "这一页回答什么问题？", "en": "Which question does this page answer?"}
_CHAPTER = {"zh": "这一章回答什么问题？", "en": "Which questions does this chapter answer?"}


@dataclass(frozen=True)
class Shown:
    """An error or a warning, as the last line of a traceback names it."""

    type: str
    text: str
    warning: bool = False

    @property
    def message(self) -> str:
        return f"{self.type}: {self.text}" if self.text else self.type


def module(kind: str, error: Shown | None = None) -> str:
    """The text of a new snippet module."""
    text = _MODULES[kind]
    if error is None:
        return text
    call = json.dumps(error.text, ensure_ascii=False) if error.text else ""
    imports, raises = "import torch\n", f"raise {error.type}({call})"
    if error.warning:
        imports = "import warnings\n\nimport torch\n"
        raises = f"warnings.warn({call}, {error.type})"
    values = {
        "tags": "" if error.warning else ' tags=["raises-exception"]',
        "imports": imports,
        "raises": raises,
        "output": "\n".join(f"#> {line}".rstrip() for line in error.message.split("\n")),
    }
    return text.format_map(values)


def page(kind: str, language: str, path: str, title: str, chapter: str) -> str:
    """The text of a new page.

    Args:
        path: of its module, relative to ``snippets/``.
        chapter: the title of its chapter.
    """
    stem = path.rpartition("/")[2].removesuffix(".py")
    names = re.findall(r"^# %% ([a-z-]+)", _MODULES[kind], re.MULTILINE)
    cells = {name: f'```python\n--8<-- "{path}:{name}"\n```' for name in names}
    values = {"title": title, "id": stem, "chapter": chapter, **cells}
    description = _DESCRIPTIONS[language].format(title=title.replace("`", ""))
    body = _PAGES[kind, language].format_map(values)
    return f"---\ndescription: {_quoted(description)}\n---\n\n{body}"


def card(language: str, name: str, title: str, *, whole: bool = False) -> list[str]:
    """A page on the first page of its chapter, or a whole chapter: the lines of a list's item."""
    return [f"- [{title}]({name})", "", f"    {(_CHAPTER if whole else _QUESTIONS)[language]}", ""]


def chapter(language: str, folder: str, title: str, cards: list[str]) -> str:
    """The first page of a new chapter."""
    description = _quoted(_DESCRIPTIONS[language].format(title=title))
    lines = ["---", f"description: {description}", "---", "", f"# {title} {{ #{folder} }}", ""]
    lines += [_CHAPTER[language], "", '<div class="grid cards" markdown>', "", *cards, "</div>", ""]
    return "\n".join(lines)


def leftovers(language: str) -> set[str]:
    """The sentences of the templates, and their comments as a page shows them."""
    found = {_QUESTIONS[language], _CHAPTER[language]}
    for (_, of), text in _PAGES.items():
        if of == language:
            lines = (line for line in text.split("\n") if "{" not in line)
            found.update(line for line in lines if line and line[0] not in "-#")
    comments = re.findall(rf"^# {language}: (.+)", _MODULES["error"], re.MULTILINE)
    return found | {f"# {comment}" for comment in comments}


def is_description(language: str, text: str) -> bool:
    """Whether a page's description is still the template's, whatever its title."""
    return text.endswith(_DESCRIPTIONS[language].partition("{title}")[2])


def _quoted(text: str) -> str:
    """A scalar of YAML."""
    return json.dumps(text, ensure_ascii=False) if set(text) & set(":#'\"\\{}[]&*!|>%@`") else text
