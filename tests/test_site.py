"""The site as it is built: both languages, from this project's own pages and configuration."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml

from literate.edition import for_site
from literate.extension import fenced
from literate.project import Project
from literate.site import build, site_environment
from literate.take_away import OFFLINE
from literate.weave import weave_file

ROOT = Path(__file__).resolve().parents[1]
PROJECT = Project(ROOT)
URL = "https://example.org/handbook/"


class Links(HTMLParser):
    """The start tags of a page."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def find(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == tag and wanted.items() <= a.items()]


def html(page: str) -> str:
    return page.removesuffix(".md").removesuffix("index") + (
        "index.html" if page.endswith("index.md") else "/index.html"
    )


@pytest.mark.parametrize("page", PROJECT.pages("zh"))
def test_language_link_stays_on_the_page(built, page):
    for folder, language in ((built, "zh"), (built / "en", "en")):
        file = folder / html(page)
        (link,) = [a for t, a in Links(file).tags if "data-language-link" in a]
        here = URL + file.relative_to(built).as_posix().removesuffix("index.html")
        other = urljoin(here, link["href"])
        assert other.startswith(URL + ("en/" if language == "zh" else ""))
        target = built / other.removeprefix(URL) / "index.html"
        assert target.is_file()
        assert target != file
        assert target.relative_to(built).as_posix().removeprefix("en/") == html(page)


def test_language_link_of_a_missing_page_leads_to_the_other_language(built):
    for name, other in (("404.html", "en/"), ("en/404.html", "")):
        (link,) = [a for t, a in Links(built / name).tags if "data-language-link" in a]
        # Hosts show the page at any address.
        assert urljoin(URL + "no/such/page", link["href"]) == URL + other


@pytest.mark.parametrize("page", PROJECT.pages("zh"))
def test_alternates_are_absolute_and_reciprocal(built, page):
    found = []
    for folder in (built, built / "en"):
        links = [a for a in Links(folder / html(page)).find("link") if a.get("hreflang")]
        found.append({a["hreflang"]: a["href"] for a in links})
    assert found[0] == found[1]
    path = html(page).removesuffix("index.html")
    assert found[0] == {"zh-Hans": URL + path, "en": URL + "en/" + path, "x-default": URL + path}


@pytest.mark.parametrize("page", PROJECT.pages("zh"))
def test_page_is_in_its_language_and_asks_no_other_host(built, page):
    for folder, language in ((built, "zh"), (built / "en", "en")):
        links = Links(folder / html(page))
        assert links.find("html")[0]["lang"] == language
        assert links.find("meta", name="description")[0]["content"]
        loaded = [a.get("src") for _, a in links.tags] + [
            a.get("href") for a in links.find("link", rel="stylesheet")
        ]
        foreign = [url for url in loaded if url and re.match(r"(https?:)?//", url)]
        assert foreign == []


def test_every_code_block_on_a_page_is_a_fence_of_it_to_the_byte(built):
    for language, folder in (("zh", built), ("en", built / "en")):
        for page in PROJECT.pages(language):
            text = (folder / html(page)).read_text(encoding="utf-8")
            found = re.findall(r"<pre\b[^>]*>(.*?)</pre>", text, re.DOTALL)
            shown = [unescape(re.sub(r"<[^>]+>", "", code)).removesuffix("\n") for code in found]
            woven = weave_file(PROJECT, PROJECT.docs(language) / page)
            assert shown == list(fenced(for_site(woven).split("\n"))), page
            outputs = [e.cell.documented("cpu") for e in woven.examples]
            assert not Counter(filter(None, outputs)) - Counter(shown)


@pytest.mark.parametrize("folder", ["", "en"])
def test_the_home_page_carries_no_module_s_record(built, folder):
    for name in ("index.html", "index.md"):
        home = (built / folder / name).read_text(encoding="utf-8")
        assert not re.search(r"torch \d+\.\d+\.\d+", home), name
    page = (built / folder / "autograd/backward/index.html").read_text(encoding="utf-8")
    assert 'class="verified"' in page


BLOCK = re.compile(
    r'<div class="(?P<classes>[^"]*)highlight"><pre>(?P<block>.*?)</pre></div>'
    r'|(?P<folded><details class="other-torch">)|</details>|(?P<figure><figure class="output">)',
    re.DOTALL,
)
OTHER = "of another version of torch: "


def shown(page: str) -> list[tuple[str, list[str]]]:
    """Each block of code or text on a page in HTML, with the panels and figures right below it.

    What is folded, as other versions of torch print it, begins with ``OTHER``.
    """
    found: list[tuple[str, list[str]]] = []
    folded = False
    for match in BLOCK.finditer(page):
        text = spaced(unescape(re.sub(r"<[^>]+>", "", match["block"] or "")))
        if match["figure"]:
            found[-1][1].append("a figure")
        elif match["block"] is None:
            folded = bool(match["folded"])
        elif "output" in match["classes"].split():
            found[-1][1].append(OTHER * folded + text)
        else:
            found.append((text, []))
    return found


def spaced(text: str) -> str:
    """Python-Markdown writes a tab as blanks, and a line end below the last line."""
    return re.sub(r"[ \t]+", " ", text).rstrip("\n")


def test_every_example_is_on_the_page_in_order_with_its_own_output(built):
    for language, folder in (("zh", built), ("en", built / "en")):
        for page in PROJECT.pages(language):
            blocks = shown((folder / html(page)).read_text(encoding="utf-8"))
            woven = weave_file(PROJECT, PROJECT.docs(language) / page)
            for example in woven.examples:
                cell, place = example.cell, (language, page, example.cell.title)
                code = spaced("\n".join(line for _, line in woven.code(example)))
                while blocks and blocks[0][0] != code:
                    assert blocks.pop(0)[1] == [], place  # text, which has no output
                assert blocks, place
                _, below = blocks.pop(0)
                devices = ["cuda"] if cell.required_gpus else ["cpu", "cuda"][: 1 + cell.differs]
                expected = [spaced(cell.documented(device)) for device in devices]
                expected = expected if any(expected) else []
                expected += ["a figure"] * bool(example.module.recorded_figure(cell.title))
                others = {OTHER + spaced("\n".join(text)) for text in cell.alternatives.values()}
                assert [text for text in below if not text.startswith(OTHER)] == expected, place
                assert {text for text in below if text.startswith(OTHER)} == others, place
            assert [below for _, below in blocks if below] == [], (language, page)


def test_what_a_page_offers_to_take_away_is_there(built):
    for page in built.rglob("*.html"):
        links = Links(page)
        offered = [a["href"] for a in links.find("a") if "download" in a or a["href"] == "index.md"]
        assert bool(offered) == bool(links.find("nav", **{"class": "take-away"}))
        assert [href for href in offered if not (page.parent / href).is_file()] == []
        assert links.find("nav", **{"class": "take-away"}) or page.name == "404.html"


def test_links_of_the_offline_copy_lead_to_files(built, tmp_path):
    with zipfile.ZipFile(built / OFFLINE) as archive:
        archive.extractall(tmp_path)
    (root,) = tmp_path.iterdir()
    pages = list(root.rglob("*.html"))
    assert len(pages) == 2 * len(PROJECT.pages("zh"))
    for page in pages:
        tags = Links(page).tags
        targets = [a.get("src") or a.get("href") for _, a in tags if "src" in a or "href" in a]
        for target in targets:
            path = re.split("[?#]", target or "")[0]
            if path and not re.match(r"[a-z]+:", path):
                assert (page.parent / path).is_file(), (page, target)


def test_a_page_can_be_edited_and_opened_in_colab_where_there_is_a_repository(
    small_project, tmp_path, monkeypatch
):
    monkeypatch.setenv("REPO_URL", "https://github.com/owner/name")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    build(small_project, tmp_path, url=URL)
    page = Links(tmp_path / "en/one/index.html")
    notebook = "en/one/one.ipynb"
    assert (tmp_path / notebook).is_file()
    colab = "https://colab.research.google.com/github/owner/name/blob/gh-pages/"
    assert page.find("a", href=colab + notebook)
    assert page.find("a", href="https://github.com/owner/name/edit/main/docs/en/one.md")
    # The theme asks api.github.com about what it finds so marked.
    assert not [a for _, a in page.tags if a.get("data-md-component") == "source"]
    assert page.find("a", href="https://github.com/owner/name")


def test_without_a_repository_there_is_no_link_to_one(built):
    text = (built / "autograd/backward/index.html").read_text(encoding="utf-8")
    assert "colab" not in text
    assert "edit/main" not in text


def test_no_page_holds_an_include_or_a_checker_comment(built):
    for file in built.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        if "contributing" not in file.parts:  # whose page shows how to write one
            assert "--8&lt;--" not in text
        assert "pytest-codeblocks:" not in text


def test_each_page_s_line_leads_to_its_row_and_the_row_back(built):
    for language, folder in (("zh", built), ("en", built / "en")):
        table = Links(folder / "verified/index.html")
        ids = [a["id"] for a in table.find("tr") if "id" in a]
        assert len(ids) == len(set(ids)) == len(PROJECT.modules())
        for page in PROJECT.pages(language):
            woven = weave_file(PROJECT, PROJECT.docs(language) / page)
            if page == "index.md" or not woven.modules:
                continue
            links = Links(folder / html(page)).find("a")
            (link,) = [a["href"] for a in links if "verified/#" in a.get("href", "")]
            assert link.partition("#")[2] in ids
        rows = {a["href"] for a in table.find("a") if a.get("href", "").startswith("../")}
        for href in rows & {f"../{path.removesuffix('.py')}/" for path in PROJECT.modules()}:
            assert (folder / "verified" / href / "index.html").is_file()


def test_names_of_torch_lead_to_pytorch_s_documentation(built):
    found = [
        link["href"]
        for file in built.rglob("*.html")
        for link in Links(file).find("a", **{"class": "api"})
    ]
    assert len(found) > 100
    assert all(href.startswith("https://docs.pytorch.org/docs/stable/") for href in found)


def test_search_keeps_names_whole_and_cuts_chinese_into_words(built):
    index = json.loads((built / "search/search_index.json").read_text(encoding="utf-8"))
    assert index["config"]["pipeline"] == []
    assert "\u200b" in json.dumps(index["docs"], ensure_ascii=False)  # jieba's cuts


def test_both_languages_have_the_same_navigation():
    def pages(nav):
        return [
            pages(value) if isinstance(value, list) else value
            for entry in nav
            for value in (entry.values() if isinstance(entry, dict) else [entry])
        ]

    assert pages(configuration("mkdocs.yml")["nav"]) == pages(configuration("mkdocs.en.yml")["nav"])


def configuration(name: str) -> dict:
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("!ENV", lambda loader, node: None)
    return yaml.load((ROOT / name).read_text(encoding="utf-8"), Loader)


def test_no_hook_and_no_plugin_beside_search_and_notebooks():
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        found = configuration(name)
        assert "hooks" not in found
        assert set(found.get("plugins", {})) <= {"search", "mkdocs-jupyter"}


def test_building_needs_no_torch(built):
    programs = (built.parent / "no-torch.log").read_text(encoding="utf-8")
    for name in ("-m literate build", "-m mkdocs build", "mkdocs.yml", "mkdocs.en.yml"):
        assert name in programs
    assert (built / "en/index.html").is_file()


def test_broken_page_stops_the_build_with_its_line(site, tmp_path):
    site.page("index.md", "---\ndescription: d\n---\n\n# T { #t }\n\n```python\nprint(1)\n```\n")
    (site.root / "mkdocs.yml").write_text(
        "site_name: T\ndocs_dir: docs/zh\nmarkdown_extensions:\n"
        "  literate.extension: {language: zh}\n  pymdownx.superfences: {}\n"
    )
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "out")],
        cwd=site.root,
        env={**site_environment(URL), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "docs/zh/index.md:7: code on the page itself" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_build_without_jieba_fails(monkeypatch, tmp_path):
    import importlib.util

    from literate.problem import LiterateError

    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "jieba" else find(name)
    )
    with pytest.raises(LiterateError, match="jieba is not installed"):
        build(PROJECT, tmp_path)
