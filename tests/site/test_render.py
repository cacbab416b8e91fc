"""Pages as the site shows them: examples with their outputs, what was verified, generated links."""

from __future__ import annotations

import re

import markdown
import pytest
from mkdocs.exceptions import BuildError

from literate.check.torch_names import torch_names
from literate.page import Page, read_page
from literate.record.records import Verified
from literate.site.extension import SiteExtension, article
from literate.site.render import Fresh, statement

MODULE = """\
# %% both
import torch

print(device)  # zh is not a comment line
#> cpu
#torch<2.11> older
#torch<2.12> <old>
#cuda> cuda:0

# %% one
# zh: 一
# en: one
print("\\ta")
#> \ta  b

# %% varies tags=["varies"]
print(t)
#> 0.1 s

# %% error tags=["raises-exception"]
torch.zeros(2) @ torch.zeros(3)
#> RuntimeError: sizes

# %% gpu tags=["requires-cuda"]
print(x.cuda())

# %% gpus tags=["requires-cuda-2", "requires-torch-2.12"]
print(torch.cuda.device_count())
#cuda> 2

# %% warned
f()
#> 1
#> FutureWarning: f is old ...

# %% warned-timed tags=["varies"]
f()
#> UserWarning: 3 s

# %% named
print("a UserWarning: none")
#> a UserWarning: none

# %% quiet
x = torch.nn.Linear(2, 1)

# %% silent-before
g()
#> FutureWarning: g is old
#torch<2.12>

# %% alone tags=["requires-no-driver"]
print(2)
#> 2

# %% posix tags=["requires-posix"]
print(3)
#> 3

# %% misleads tags=["wrong"]
y = x

# %% mended tags=["right"]
y = x + 1

# %% drawn tags=["remove-input"]
from drawing import line
"""
PAGE = "---\ndescription: d\n---\n\n# T {{ #t }}\n\nUse `torch.dot`, [this](q.md#a).\n\n{}\n"


@pytest.fixture
def shown(site):
    """The HTML of an article that shows some cells, in a language."""
    site.module("a.py", MODULE)
    site.releases("torch==2.12.0", "torch==2.11.0", "torch==2.10.0")

    def show(*titles: str, language: str = "en", options: str = "", fresh=None) -> str:
        fences = [f'```python{options}\n--8<-- "a.py:{title}"\n```' for title in titles]
        site.page("p.md", PAGE.format("\n\n".join(fences)))
        return article(site.project, language, "p.md", fresh=fresh)

    return show


def blocks(html: str) -> list[tuple[str, str]]:
    """(classes, text) of each code block."""
    found = re.findall(r'<div [^>]*class="([^"]*highlight)">.*?<pre>(.*?)</pre>', html, re.DOTALL)
    return [(kind, re.sub("<[^>]*>", "", text)) for kind, text in found]


@pytest.mark.parametrize(("language", "comment"), [("zh", "# 一"), ("en", "# one")])
def test_code_and_output_are_joined_in_the_language_of_the_page(shown, language, comment):
    code, output = blocks(shown("one", language=language))
    assert code[0].split() == ["joined", "highlight"]
    assert code[1].startswith(f"{comment}\nprint(")
    assert set(output[0].split()) == {"output", "no-copy", "highlight"}
    assert output[1] == "\ta  b\n"


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        ("varies", {"varies"}),
        ("error", {"error"}),
        ("quiet", None),
        ("warned", {"warns"}),
        ("warned-timed", {"varies", "warns"}),
        ("named", set()),
    ],
)
def test_an_output_says_of_what_kind_it_is(shown, cell, kinds):
    found = blocks(shown(cell))
    assert [set(kind.split()) & {"varies", "error", "warns"} for kind, _ in found[1:]] == (
        [] if kinds is None else [kinds]
    )


def test_code_that_raises_or_misleads_is_marked_as_wrong_and_its_fix_as_right(shown):
    found = blocks(shown("error", "misleads", "mended", "quiet"))
    marks = [kind.split()[0] for kind, _ in found if "output" not in kind]
    assert marks == ["wrong", "wrong", "right", "highlight"]


@pytest.mark.parametrize(("language", "word"), [("zh", "词"), ("en", "word")])
def test_a_picture_is_shown_without_its_code_in_the_words_of_the_page(site, shown, language, word):
    words = "".join(
        f'<g id="{x}-0"><text>{text}</text></g>' for x, text in (("zh", "词"), ("en", "word"))
    )
    site.module("a.drawn.svg", f"<!-- Matplotlib 1 -->\n<svg >{words}<g><text>1</text></g></svg>\n")
    html = shown("drawn", language=language, options=' alt="A"')
    assert blocks(html) == []
    assert not re.search("<div[^>]* data-cell", html)
    assert re.findall("<text>(.*?)</text>", html) == [word, "1"]
    assert '<figure class="picture"><svg role="img" aria-label="A"' in html


def test_cpu_and_cuda_are_linked_tabs_and_other_releases_folded_below(shown):
    html = shown("both", "gpus")
    assert re.findall(r"<label[^>]*>(\w+)", html) == ["CPU", "CUDA", "CUDA"]
    ids = re.findall(r'<input[^>]* id="([^"]*)"', html)
    assert len(set(ids)) == 3
    assert re.findall(r'<label for="([^"]*)"', html) == ids
    assert [text for _, text in blocks(html)][1:5] == [
        "cpu\n",
        "cuda:0\n",
        "&lt;old&gt;\n",
        "older\n",
    ]
    assert re.findall("<summary>([^<]*)</summary>", html)[:2] == [
        "Output of torch 2.11",
        "Output of torch 2.10",
    ]


def test_a_release_that_prints_nothing_is_said_to(shown):
    html = shown("silent-before")
    assert [text for _, text in blocks(html)] == ["g()\n", "FutureWarning: g is old\n"]
    assert "<summary>Output of torch 2.10 – 2.11</summary>\n<p><em>Prints nothing.</em></p>" in html


@pytest.mark.parametrize(
    ("cell", "language", "said"),
    [
        ("gpu", "en", "Needs a CUDA GPU; no output yet."),
        ("gpu", "zh", "需要 CUDA GPU，暂无输出。"),
        ("gpus", "en", "Needs torch 2.12 or newer."),
        ("posix", "zh", "在 Windows 上不能运行。"),
        ("alone", "en", "Printed by a torch for CUDA on a machine without an NVIDIA driver."),
    ],
)
def test_what_a_cell_needs_is_said_below_it(shown, cell, language, said):
    assert f"<p><em>{said}</em></p>" in shown(cell, language=language)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("2.12.0", "PyTorch's wording, torch 2.12.0; not run here."),
        ("https://a.org/1", 'from <a href="https://a.org/1" rel="external">a public issue</a>;'),
    ],
)
def test_a_quoted_message_is_no_output_and_names_its_source(site, shown, source, said):
    shown("one")
    site.page("q.md", f'# Q {{ #q }}\n\n```text wording="{source}"\nRuntimeError: a\n```\n')
    html = article(site.project, "en", "q.md")
    assert "output" not in html
    assert said in re.sub(
        r'<a rel="external" href="([^"]*)">', r'<a href="\1" rel="external">', html
    )


def test_options_of_a_fence_hold_for_its_code_alone(shown):
    html = shown("one", options=' title="a.py" hl_lines="2"')
    assert html.count('<span class="filename">a.py</span>') == 1
    (line,) = re.findall('<span class="hll">(.*?)\n', html)
    assert re.sub("<[^>]*>", "", line) == 'print("\\ta")'


def test_a_figure_has_its_words(site, shown):
    (site.project.snippets / "a.quiet.svg").write_text('<svg ><path d="M0 0"/></svg>')
    html = shown("quiet", options=' alt="two &lt; dots"')
    assert 'aria-label="two &amp;lt; dots"' in html


def test_a_fresh_run_is_shown_and_said_to_be_unrecorded(shown):
    html = shown("one", "quiet", fresh={("a.py", "one"): Fresh("new", raised=True)})
    assert [text for _, text in blocks(html)][1] == "new\n"
    assert html.count('<em class="unrecorded">not recorded yet</em>') == 1
    assert "error" in blocks(html)[1][0]


def test_names_of_torch_and_pages_are_linked(shown):
    html = shown("quiet")
    assert re.search(r'<a class="api"[^>]*torch\.dot\.html"[^>]*><code>torch\.dot</code></a>', html)
    assert '<a href="../q/#a">this</a>' in html
    assert re.search(r"APIs used on this page \(1\).*torch\.nn\.Linear", html)
    assert 'href="p.ipynb" download' in html


def test_a_page_says_below_its_title_what_was_verified(site, shown):
    html = shown("one", "gpu")
    title, row = html.index("</h1>"), html.index('<div class="page-head">')
    assert html[title + 5 : row].strip() == ""
    assert re.findall(r'class="chip missing">([^<]*)<', html) == [
        *("CPU: not run yet", "CUDA: not run yet (1 cell needs a GPU)"),
    ]
    assert "verified" not in article_of(site, "# T { #t }\n\nNo code.\n")


def article_of(site, text: str) -> str:
    site.page("q.md", text)
    return article(site.project, "en", "q.md")


def test_the_table_of_records_is_put_where_a_page_asks_for_it(site):
    site.module("a.py", "# %% a\nx = 1\n")
    html = article_of(site, "# T { #t }\n\n<!-- literate:verified -->\n\nEnd.\n")
    assert '<tr id="a"><th scope="row"><code>a</code></th>' in html


def test_a_generator_that_names_no_page_gets_the_page_with_its_text(site):
    site.module("a.py", MODULE)
    site.page("c/p.md", PAGE.format('```python\n--8<-- "a.py:none"\n```'))
    text = (site.project.docs("en") / "c/p.md").read_text().split("---\n\n")[1]
    extension = SiteExtension(language="en", root=str(site.root))
    with pytest.raises(BuildError, match=r"^docs/en/c/p\.md:10: snippets/a\.py has no cell 'none'"):
        markdown.Markdown(extensions=[extension]).convert(text)


def test_an_error_on_the_page_that_a_stub_leads_to_fails_the_build(site):
    site.page("q.md", "---\nstatus: untranslated\n---\n\n# T { #t }\n", en="# T { #t }\n\n<pre>\n")
    with pytest.raises(BuildError, match=r"^docs/en/q\.md:3: a code block that no fence made"):
        article(site.project, "zh", "q.md")


def test_a_code_block_that_no_fence_made_fails_the_build(site):
    with pytest.raises(BuildError, match=r"^docs/en/q\.md:3: a code block that no fence made"):
        article_of(site, "# T { #t }\n\n<pre>1</pre>\n")


def test_no_module_no_statement(site):
    assert statement(Verified(site.project), Page("p", "en", "p.md")) == ""


def test_a_wide_table_says_in_each_cell_of_which_column_it_is(site):
    wide = "| A `b` | C |\n|---|---|\n| `xyz.y` | some words, **more** than a phone shows |\n"
    site.page("page.md", f"# T {{ #t }}\n\n{wide}\n| A | B |\n|---|---|\n| `torch.nn.x.y` | 1 |\n")
    html = article(site.project, "en", "page.md")
    wide, narrow = re.findall("<table.*?</table>", html, re.S)
    assert 'data-stacks=""' in wide
    assert re.findall('data-label="(.*?)"', wide) == ["A b", "C"]
    assert '<td data-label="A b"><div><code>xyz.<wbr />y</code></div></td>' in wide
    assert "<div>some words, <strong>more</strong> than a phone shows</div>" in wide
    assert "data-" not in narrow
    assert ">nn.x.y</code>" in narrow


def test_a_table_shows_names_of_torch_as_code_has_them_and_links_the_whole_ones(site):
    names = ("nn.functional.mse_loss", "nn.MSELoss()", "optim.SGD", "float32", "nn")
    rows = "\n".join(f"| `torch.{name}` | `torch.{name}`, too |" for name in names)
    html = article_of(site, f"# T {{ #t }}\n\n`torch.nn.MSELoss`\n\n| A | B |\n|---|---|\n{rows}\n")
    prose, table = html.split("<table", 1)
    shown = re.findall(r'<a class="api" href="[^"]*/(\S*?)\.html[^"]*"[^>]*>(.*?)</a>, too', table)
    assert [(page, re.sub("<.*?>", "", text)) for page, text in shown] == [
        ("torch.nn.functional.mse_loss", "F.mse_loss"),
        ("torch.nn.MSELoss", "nn.MSELoss()"),
        ("torch.optim.SGD", "optim.SGD"),
        ("tensor_attributes", "torch.float32"),
        ("nn", "torch.nn"),
    ]
    assert 'title="torch.nn.MSELoss()"' in table
    assert "<code>torch.nn.MSELoss</code>" in prose


def test_in_a_table_the_whole_name_is_checked(site):
    site.page("q.md", "# T { #t }\n\n| A |\n|---|\n| `torch.nn.MSELoss` |\n")
    page = read_page(site.project, site.project.docs("en") / "q.md")
    assert torch_names(page) == [(5, "torch.nn.MSELoss")]
