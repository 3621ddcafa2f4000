"""How a graded ticket and a waiting change look in the dark, on a telephone and to weak eyes; all pages are
walked by test_every_page.py. The pictures are for people to look at.
"""

from uuid import uuid4

import pytest
from playwright.sync_api import expect
from traclearn_local.clients.browser_session import BrowserSession

from .overflow import TOO_FAR

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

TEXT = "A commit keeps a snapshot of all the files, as they were when I made it."
LEGIBLE = 4.5
"""Contrast of text to its background. Source: https://www.w3.org/TR/WCAG22/#contrast-minimum"""
PALE = """
(root) => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const over = (colour, below) => {
    canvas.fillStyle = `rgb(${below})`; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return Array.from(canvas.getImageData(0, 0, 1, 1).data).slice(0, 3);
  };
  const ground = (element) => element
    ? over(getComputedStyle(element).backgroundColor, ground(element.parentElement)) : [255, 255, 255];
  const light = (colour) => colour.map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (element) => {
    const below = ground(element), text = over(getComputedStyle(element).color, below);
    const [low, high] = [light(below), light(text)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  return Array.from(document.querySelector(root).querySelectorAll("*"))
    .filter(e => e.checkVisibility() && Array.from(e.childNodes).some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => [contrast(e), e.outerHTML.slice(0, 120)]);
}
"""


@pytest.fixture(scope="module")
def ticket(stack):
    """Everybody's question, graded for the first learner, with an earlier attempt."""
    (number,) = stack.ask(f"Looks {uuid4().hex[:8]}")
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as visitor:
        for text in ("I do not know.", TEXT):
            visitor.answer(number, text)
            visitor.wait(number)
    return number


def legible(page, root):
    found = page.evaluate(PALE, root)
    assert found
    assert [(ratio, html) for ratio, html in found if ratio < LEGIBLE] == []


def fits(page, root):
    """Nothing of ours is wider than the window, once the page has been laid out for its width."""
    for _ in range(20):
        wide = page.evaluate(TOO_FAR, root)
        if not wide:
            return
        page.wait_for_timeout(100)
    raise AssertionError(wide)


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture
def browse(new_page, sign_in, scheme):
    """`browse(who, path)` is a page of that person, who likes it light or dark."""

    def go(who, path):
        return sign_in(new_page(color_scheme=scheme), who, path)

    return go


@pytest.mark.parametrize("width", [1280, 390])
def test_graded_ticket_fits_the_screen_and_is_legible(browse, ticket, screenshot, scheme, width):
    page = browse("learner", f"/trac/ticket/{ticket}")
    page.set_viewport_size({"width": width, "height": 800})
    expect(page.locator(".learning-current .learning-score")).to_be_visible()
    page.locator(".learning-current .learning-written summary").click()
    page.get_by_text("1 earlier answer").click()
    fits(page, "#learning")
    screenshot(page, f"looks-ticket-{scheme}-{width}")
    legible(page, "#learning")


@pytest.fixture(scope="module")
def waiting_change(stack, tmp_path_factory):
    """A page of the course, changed by somebody who is no author: by trac-admin."""
    name, path = f"Course/Waits{uuid4().hex[:8]}", tmp_path_factory.mktemp("wiki") / "page.txt"
    for text in ("= Tides =\nThe moon raises the tides.\n", f"= Tides =\nFish raise the {'t' * 200}ides.\n"):
        path.write_text(text)
        stack.trac_admin("wiki", "import", name, str(path))
    yield name
    stack.trac_admin("wiki", "remove", name)


def test_a_change_that_waits_is_shown_with_its_difference(browse, waiting_change, screenshot, scheme):
    page = browse("author", "/trac/learning/material/waiting")
    change = page.get_by_role("region", name=f"Difference of {waiting_change}")
    expect(change).to_contain_text("Fish raise the")
    yes = page.get_by_role("button", name=f"Teach version 2 of {waiting_change}", exact=True)
    expect(yes).to_be_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        fits(page, ".learning")
        screenshot(page, f"looks-waiting-{scheme}-{width}")
    legible(page, ".learning")


@pytest.mark.parametrize(
    "path", ["/trac/ticket/{ticket}", "/trac/learning", "/trac/wiki", "/trac/report", "/trac/wiki/No/Such"]
)
def test_phone_shows_letters_in_their_size(new_page, sign_in, ticket, screenshot, path):
    page = new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    sign_in(page, "learner", path.format(ticket=ticket))
    screenshot(page, f"looks-phone{path.partition('{')[0].replace('/', '-').rstrip('-')}")
    assert page.locator('meta[name="viewport"]').count() == 1
    assert page.evaluate("visualViewport.width") >= 390 * 0.9
    assert page.evaluate("matchMedia('(max-width: 400px)').matches"), "laid out for a desktop"
