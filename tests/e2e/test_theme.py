"""Trac's pages and ours look alike, light and dark, fit a phone, and go by keyboard."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

OF_TRAC = [
    "wiki",
    "newticket",
    "query?status=!closed",
    "report/1",
    "timeline",
    "prefs",
    "search?q=commit",
    "nowhere",
]
OURS = ["learning", "learning/paths"]
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
ISLANDS = """
dark => Array.from(document.querySelectorAll("body *")).filter(e => e.checkVisibility())
  .map(e => [e, getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number)])
  .filter(([e, c]) => c.length === 3 || c[3] > 0.5)
  .filter(([e, [r, g, b]]) => dark ? Math.min(r, g, b) > 160 : Math.max(r, g, b) < 40)
  .filter(([e]) => !e.closest("#mainnav .active"))
  .map(([e]) => e.outerHTML.slice(0, 120))
"""
"""What is light on a dark page or black on a light one."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_page_is_light_or_dark_as_a_whole(new_page, sign_in, screenshot, scheme):
    page = sign_in(new_page(color_scheme=scheme), "author")
    grounds = {}
    for path in OF_TRAC + OURS:
        page.goto(f"/trac/{path}")
        grounds[path] = page.evaluate(BACKGROUND)
        assert page.evaluate(ISLANDS, scheme == "dark") == [], path
        screenshot(page, f"theme-{path.replace('/', '-').partition('?')[0]}-{scheme}")
    assert set(grounds.values()) == {"rgb(27, 29, 31)" if scheme == "dark" else "rgb(255, 255, 255)"}


def test_phone_scrolls_no_page_sideways_and_nothing_lies_over_the_name(new_page, sign_in, screenshot):
    page = new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    sign_in(page, "author")
    for path in OF_TRAC + OURS:
        page.goto(f"/trac/{path}")
        screenshot(page, f"theme-{path.replace('/', '-').partition('?')[0]}-phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        name, search = page.locator("#header").bounding_box(), page.locator("#proj-search").bounding_box()
        assert search["y"] >= name["y"] + name["height"], path


@pytest.fixture
def without_theme(stack):
    stack.trac_admin("config", "set", "learning", "theme", "disabled")
    yield
    stack.trac_admin("config", "remove", "learning", "theme")


@pytest.mark.usefixtures("without_theme")
def test_without_theme_trac_is_as_it_was_and_our_pages_are_light(new_page, sign_in):
    page = sign_in(new_page(color_scheme="dark"), "learner", "/trac/wiki")
    assert page.locator("link[href*='theme.css']").count() == 0
    assert page.evaluate(BACKGROUND) == "rgb(255, 255, 255)"
    page.goto("/trac/learning")
    assert page.evaluate("getComputedStyle(document.querySelector('.learning')).color") == "rgb(34, 34, 34)"


def test_skip_link_comes_first_and_leads_past_the_navigation(page, sign_in):
    sign_in(page, "learner", "/trac/timeline")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to the content")
    expect(link).to_be_focused()
    assert link.bounding_box()["width"] > 50
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_editors_toolbar_is_one_stop_of_the_tab_key(page, sign_in):
    sign_in(page, "author", "/trac/newticket")
    toolbar = page.get_by_role("toolbar").first
    assert toolbar.locator("a[tabindex='0']").count() == 1
    toolbar.locator("a").first.focus()
    page.keyboard.press("ArrowRight")
    expect(toolbar.locator("a").nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#field-description")).to_have_value("''''")
