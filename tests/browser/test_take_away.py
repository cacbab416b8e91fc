"""What readers take away: the module, the notebook, the whole site; each does what a page does."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from literate.run.compare import agree
from literate.site.exports import OFFLINE
from tests.browser.conftest import open_next

WARNING = re.compile(r"\w+Warning: ")


def download(page: Page, suffix: str) -> Path:
    with page.expect_download() as found:
        page.locator(f".take-away a[download][href$='{suffix}']").click()
    return Path(found.value.path())


@pytest.mark.parametrize("address", ["autograd/backward/", "en/nn/containers/"])
def test_the_notebook_prints_what_the_page_shows(page, server, address, tmp_path):
    page.goto(server.url + address)
    shown = page.locator(".output:not(figure) code").all_inner_texts()
    assert len(shown) > 3
    notebook = download(page, ".ipynb")
    recorded = nbformat.reads(notebook.read_text(encoding="utf-8"), 4)
    nbformat.validate(recorded)
    (tmp_path / "page.ipynb").write_bytes(notebook.read_bytes())
    command = ["nbconvert", "--execute", "--to", "notebook", "--output", "ran", "page.ipynb"]
    subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, check=True)
    ran = nbformat.read(tmp_path / "ran.ipynb", 4)
    cells = [cell for cell in ran.cells if cell.cell_type == "code" and any(told(cell))]
    for panel, cell in zip(shown, cells, strict=True):
        printed, warned = told(cell)
        lines = panel.rstrip("\n").split("\n")
        warnings = [line for line in lines if WARNING.match(line)]
        assert agree("\n".join(line for line in lines if line not in warnings), printed)
        assert all(warning.removesuffix(" ...") in warned for warning in warnings)


def told(cell) -> tuple[str, str]:
    """What a cell of a notebook printed or raised, as a page writes it, and what it warned of."""
    printed = warned = ""
    for output in cell.outputs:
        if output.output_type == "error":
            printed += f"{output.ename}: {output.evalue}"
        elif output.output_type == "stream" and output.name == "stdout":
            printed += output.text
        elif output.output_type == "stream":
            warned += output.text
    return printed.rstrip("\n"), warned


@pytest.mark.parametrize(("language", "said"), [("", "已验证："), ("en/", "Verified: ")])
def test_the_downloaded_module_runs_to_its_end(page, server, language, said, tmp_path):
    """Past the errors of the page, and no matter that a figure would be shown."""
    page.goto(f"{server.url}{language}nn/linear-activation/")
    file = tmp_path / "module.py"
    file.write_bytes(download(page, ".py").read_bytes())
    lines = file.read_text(encoding="utf-8").split("\n")
    assert lines[1] == f"# {server.url}{language}nn/linear-activation/"
    assert lines[2].startswith(f"# {said}CPU · torch 2.")
    environment = os.environ | {"MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8"}
    given = {"cwd": tmp_path, "env": environment, "capture_output": True, "encoding": "utf-8"}
    ran = subprocess.run([sys.executable, file.name], check=True, **given)
    assert "\nRuntimeError: Boolean value of Tensor" in ran.stdout


def test_links_lead_to_markdown_and_to_colab(page, server):
    page.goto(server.url + "en/autograd/backward/")
    links = page.locator(".take-away a").evaluate_all("all => all.map(a => a.href)")
    (colab,) = [link for link in links if "//colab.research.google.com/github/" in link]
    assert colab.endswith("/blob/gh-pages/en/autograd/backward/backward.ipynb")
    (markdown,) = [link for link in links if link.endswith("/index.md")]
    assert page.request.get(markdown).text().startswith("# Gradients with backward")


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(io.BytesIO((site / OFFLINE).read_bytes())) as archive:
        archive.extractall(folder)
    return folder / Path(OFFLINE).stem


@pytest.mark.parametrize("from_zip", [True, False], ids=["zip", "site"])
def test_pages_work_from_the_disk(context, site, unpacked, from_zip):
    said = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    folder = unpacked if from_zip else site
    page.goto((folder / "init/basics/index.html").as_uri())
    expect(page.locator(".arithmatex > math").first).to_be_visible()
    expect(page.locator("button[data-md-type=copy]").first).to_be_attached()
    expect(page.locator(".md-header")).to_have_css("position", "sticky")
    if from_zip:
        there = open_next(page).removeprefix(folder.as_uri())
        page.locator("[data-language-link]").click()
        page.wait_for_url(f"{folder.as_uri()}/en{there}")
        assert said == []
    assert not [text for text in said if "Content Security Policy" in text]


def test_search_works_from_the_disk(context, unpacked):
    page = context.new_page()
    page.goto((unpacked / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("zero_grad")
    result = page.locator("#search ol[data-answered=zero_grad] a").first
    expect(result).to_be_visible()
    address = result.evaluate("link => link.href").split("?")[0].split("#")[0]
    assert address.endswith("/index.html")
    result.click()
    page.wait_for_url(address + "*")
