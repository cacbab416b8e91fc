"""What readers do, done as they do it: by mouse and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from literate.page import read_page
from tests.browser.conftest import PHONE, PROJECT, REPO_URL, open_next, tab_to

PAGE = "autograd/backward/"
MATH, NO_MATH = "init/basics/", "init/"


def test_the_language_link_stays_on_the_page_and_the_heading(page, server):
    page.goto(server.url + PAGE)
    page.locator(".md-content a.headerlink").nth(2).click(force=True)
    fragment = page.url.partition("#")[2]
    assert fragment
    page.locator("[data-language-link]").click()
    page.wait_for_url(f"{server.url}en/{PAGE}#{fragment}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    tab_to(page, "[data-language-link]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}{PAGE}#{fragment}")


def test_the_language_link_keeps_the_place_that_is_read(page, server):
    page.goto(server.url + PAGE)
    page.locator("[data-language-link]").click()
    page.wait_for_url(f"{server.url}en/{PAGE}")  # nothing is read yet
    top = "heading => scrollBy(0, heading.getBoundingClientRect().top - 120)"
    page.locator("#read-grad").evaluate(top)
    page.locator("[data-language-link]").click()
    page.wait_for_url(f"{server.url}{PAGE}#read-grad")
    page.locator("#control-flow").evaluate(top)
    page.locator("[data-language-link]").click()
    page.wait_for_url(f"{server.url}en/{PAGE}#control-flow")


@pytest.mark.parametrize("language", ["", "en/"])
def test_who_wants_to_contribute_finds_it_in_the_footer(page, server, language):
    address = f"{server.url}{language}contributing/"
    page.goto(server.url + language + PAGE, wait_until="networkidle")
    tabs = page.locator(".md-tabs__link").evaluate_all("links => links.map(link => link.href)")
    assert tabs
    assert address not in tabs
    page.locator(".md-copyright a").first.click()
    page.wait_for_url(address)
    expect(page.locator(".md-sidebar--primary a[href$='hosting/']")).to_be_visible()


def test_the_language_link_follows_instant_navigation(page, server):
    page.goto(server.url + PAGE, wait_until="networkidle")
    page.evaluate("window.stayed = true")
    address = open_next(page).removeprefix(server.url)
    assert page.evaluate("window.stayed"), "the page was loaded anew"
    link = page.locator("[data-language-link]")
    expect(link).to_have_attribute("href", re.compile(f"/en/{address}$"))
    link.click()
    page.wait_for_url(re.compile(f"^{server.url}en/{address}(#|$)"))


@pytest.mark.parametrize(("locale", "offered"), [("en-GB", 1), ("zh-CN", 0), ("fr-FR", 0)])
def test_who_prefers_the_other_language_is_told_once_and_not_sent(browser, server, locale, offered):
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(server.url + PAGE, wait_until="networkidle")
    assert page.url == server.url + PAGE
    line = page.locator(".other-language")
    expect(line).to_have_count(offered)
    if offered:
        assert line.get_attribute("lang") == "en"
        line.locator("button").click()
        page.goto(server.url + "autograd/accumulate/", wait_until="networkidle")
        expect(line).to_have_count(0)
    context.close()


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_copy_button_copies_the_code_without_its_output(context, server, language, by):
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.host)
    page = context.new_page()
    page.goto(server.url + ("en/" if language == "en" else "") + PAGE)
    source = read_page(PROJECT, PROJECT.docs(language) / (PAGE.rstrip("/") + ".md"))
    cell = next(e.cell for e in source.examples if e.cell.documented("cpu"))
    code = page.locator(".highlight:has(+ .output)").first
    for output in page.locator(".output").all():
        output.scroll_into_view_if_needed()
    expect(page.locator(".output button")).to_have_count(0)
    code.scroll_into_view_if_needed()
    button = code.locator("button[data-md-type=copy]")
    if by == "mouse":
        code.hover()
        button.click()
    else:
        expect(button).to_be_attached()
        tab_to(page, "button[data-md-type=copy]")
        page.keyboard.press("Enter")
    expect(page.locator(".md-dialog")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip("\n") == "\n".join(text for _, text in cell.shown(language)).strip("\n")


FOOT = {
    "": ["许可证：MIT", "参与编写", "代码仓库", "结果不一样？告诉我们"],
    "en/": ["License: MIT", "Contribute", "Repository", "Report a difference"],
}


@pytest.mark.parametrize("language", FOOT, ids=["zh", "en"])
def test_the_foot_of_a_page_tells_license_repository_and_where_to_report(page, server, language):
    page.goto(server.url + language + PAGE)
    foot = page.locator(".md-copyright")
    assert " ".join(foot.inner_text().split()) == " · ".join(FOOT[language])
    links = foot.locator("a").evaluate_all("all => all.map(a => a.href)")
    assert links == [f"{server.url}{language}contributing/", REPO_URL, f"{REPO_URL}/issues"]


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_name_of_the_site_is_whole_on_a_small_phone(page, server, language):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(server.url + language + PAGE)
    name = page.locator(".md-header__topic .md-ellipsis").first
    assert name.evaluate("e => e.scrollWidth <= e.clientWidth")
    box, link = name.bounding_box(), page.locator(".md-header [data-palette]:visible")
    assert box["x"] + box["width"] <= link.bounding_box()["x"] + 1


@pytest.mark.parametrize(
    ("language", "name"), [("", "跳到正文"), ("en/", "Skip to content")], ids=["zh", "en"]
)
def test_the_first_key_leads_to_the_text(page, server, language, name):
    page.goto(server.url + language + PAGE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()


def test_dark_mode_is_remembered_on_the_next_page_and_in_the_other_language(page, server):
    page.goto(server.url + PAGE)
    scheme = page.locator("body")
    for _ in range(3):
        if scheme.get_attribute("data-md-color-scheme") == "slate":
            break
        page.locator("[data-palette]:visible").click()
    expect(scheme).to_have_attribute("data-md-color-scheme", "slate")
    for address in ("autograd/accumulate/", "en/" + PAGE):
        page.goto(server.url + address)
        expect(scheme).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_missing_page_says_so_in_both_languages_and_leads_on(page, server, language):
    assert page.goto(server.url + language + "no/such/page/").status == 404
    sections = page.locator(".not-found section:visible")
    languages = ["en", "zh"] if language else ["zh", "en"]
    assert sections.evaluate_all("all => all.map(s => s.lang)") == languages
    page.locator("[data-language-link]").click()
    page.wait_for_url(server.url + ("" if language else "en/"))


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_missing_page_has_the_search_and_frequent_errors_of_both_languages(
    page, server, language
):
    page.goto(server.url + language + "no/such/page/")
    here, there = page.locator(".not-found section").all()
    here.locator(".ask").click()
    expect(page.locator("#search textarea")).to_be_focused()
    page.keyboard.press("Escape")
    here.locator("li a").nth(2).click()
    expect(page.locator("#search textarea")).to_have_value(re.compile("mat1 and mat2"))
    page.keyboard.press("Escape")
    there.locator("li a").nth(2).click()
    page.wait_for_url(f"{server.url}{'' if language else 'en/'}errors/?q=RuntimeError*")
    expect(page.locator("#search textarea")).to_have_value(re.compile("mat1 and mat2"))
    page.go_back()
    page.locator(".not-found section").last.locator(".ask").click()
    page.wait_for_url(f"{server.url}{'' if language else 'en/'}errors/?q=")
    expect(page.locator("#search textarea")).to_be_focused()


def test_a_host_with_one_page_for_what_is_missing_speaks_english_below_en(page, server, site):
    """As GitHub Pages does."""
    body = (site / "404.html").read_text(encoding="utf-8")
    address = server.url + "en/no/such/page/"
    given = {"status": 404, "body": body, "content_type": "text/html"}
    page.route(address, lambda route: route.fulfill(**given))
    page.goto(address)
    expect(page.locator(".not-found section").first).to_have_attribute("lang", "en")


def fetched(server) -> list[str]:
    return [answer.path for answer in server.answers if answer.path.endswith(".woff2")]


@pytest.mark.parametrize("language", ["", "en/"])
def test_formulas_are_drawn_without_a_script_and_fit_a_phone(browser, server, language):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    server.answers.clear()
    page.goto(server.url + language + MATH, wait_until="networkidle")
    formulas = page.locator(".arithmatex > math")
    assert formulas.count() > 10
    expect(page.locator(".arithmatex")).to_have_count(formulas.count())
    expect(page.get_by_text("\\(")).to_have_count(0)
    # A root is as high as what stands below it, which takes a font for formulas.
    root = page.locator("msqrt:has(mfrac)").first
    assert (
        root.bounding_box()["height"] > 1.5 * page.locator("msqrt").first.bounding_box()["height"]
    )
    assert len(fetched(server)) <= 1  # none where the machine has one
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert said == []
    context.close()


def test_only_a_page_with_a_formula_fetches_their_font(page, server):
    server.answers.clear()
    page.goto(server.url + NO_MATH, wait_until="networkidle")
    assert fetched(server) == []


# Of every tab, with some more at the end, whether it is seen whole; and the rows that they take.
TABS = """more => {
    const list = document.querySelector(".md-tabs__list")
    while (list.querySelectorAll(".more").length < more) {
        const tab = list.lastElementChild.cloneNode(true)
        tab.classList.add("more")
        list.append(tab)
    }
    const around = list.getBoundingClientRect()
    const boxes = [...list.children].map(tab => tab.getBoundingClientRect())
    const whole = box => box.left >= around.left && box.right <= around.right
        && box.top >= around.top && box.bottom <= around.bottom
    return [boxes.every(whole), new Set(boxes.map(box => box.top)).size]
}"""


@pytest.mark.parametrize("language", ["", "en/"])
def test_no_tab_of_the_navigation_is_cut_off(page, server, language):
    page.goto(server.url + language)
    for more in (0, 15):
        for width in (1220, 1280, 1366, 1440, 1600, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            whole, rows = page.evaluate(TABS, more)
            assert whole, f"{width} px, {more} more tabs"
            assert rows > (more > 0)
