"""A grade comes to the open page: the panel's scripts and a played server, no stack."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .layout_shift import OBSERVE, POLLING, shifted

pytestmark = pytest.mark.e2e

SCRIPTS = Path(__file__).parents[2] / "trac/learning/htdocs/js"
SCRIPT = "".join((SCRIPTS / name).read_text() for name in ("watch.js", "panel.js"))
PAGE = f"""<!DOCTYPE html><style>[data-awaited] .learning-outcome {{ min-height: 140vh; }}</style>
  <p class="learning-head"><span class="learning-standing"><span
  class="learning-symbol">○</span> <span class="learning-standing-word">not answered yet</span></span></p>
  <a href="#x">Elsewhere</a><section id="learning" data-state="/state"
  data-refresh="/refresh" data-revision="1" data-awaited="yes"><span id="learning-status">Received</span>
  <span id="learning-stale" hidden>Changed</span><span id="learning-signed-out" hidden></span>
  <div class="learning-outcome">
  <div id="learning-attempts"><h3 id="learning-result" tabindex="-1">Received</h3>
  <div class="learning-awaited"></div></div>
  <details class="learning-again" open hidden><summary>Improve</summary></details>
  <div id="learning-history"></div></div></section><p id="below">Below</p><script>{SCRIPT}</script>"""
RESULT = """<h3 id="learning-result" tabindex="-1">67 %</h3><details data-key="why"><summary>Why</summary>
<textarea id="reason"></textarea></details><details class="learning-read"><summary>Read</summary></details>"""


class Server:
    """`state`: what the page is told."""

    def __init__(self):
        self.state, self.asked = {}, 0
        self.tell(final=False, awaited=True, status="Received", html=None)

    def tell(self, **state):
        self.state |= {"well": False, "revision": 1, "history": "<p>1 earlier answer</p>"} | state

    def grade(self, **more):
        standing = {"state": "passed", "symbol": "✓", "word": "passed, 67 %"}
        graded = {"final": False, "awaited": False, "status": "Graded: 67 %.", "html": RESULT}
        self.tell(**graded | {"standing": standing} | more)

    def answer(self, route, request):
        if request.url.endswith("/state"):
            self.asked += 1
            told = {name: value for name, value in self.state.items() if value is not None}
            tag = str(hash(json.dumps(told)))
            route.fulfill(body=json.dumps(told), headers={"ETag": tag})
        else:
            route.fulfill(content_type="text/html", body=PAGE)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def page(chromium, server):
    context = chromium.new_context()
    page = context.new_page()
    page.add_init_script(OBSERVE)
    page.route("**/*", server.answer)
    page.goto("http://door.test/trac/ticket/1")
    yield page
    context.close()


def graded(page):
    expect(page.locator("#learning-status")).to_have_text("Graded: 67 %.")


def test_result_is_read_from_its_beginning_and_the_box_to_improve_it_appears(page, server):
    expect(page.locator("details.learning-again")).to_be_hidden()
    server.grade()
    graded(page)
    expect(page.locator("#learning-result")).to_be_focused()
    expect(page.locator("details.learning-again")).to_have_attribute("open", "")
    expect(page.locator("#learning-history")).to_have_text("1 earlier answer")
    expect(page.locator(".learning-standing")).to_have_text("✓ passed, 67 %")


def test_box_stays_folded_when_all_is_well(page, server):
    server.grade(well=True)
    graded(page)
    expect(page.locator("details.learning-again")).to_be_visible()
    expect(page.locator("details.learning-again")).not_to_have_attribute("open", "")


@pytest.mark.parametrize("move", ["key", "pointer"])
def test_who_did_something_meanwhile_keeps_the_focus(page, server, move):
    if move == "key":
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Elsewhere")).to_be_focused()
    else:
        page.mouse.click(5, 300)
    server.grade()
    graded(page)
    expect(page.locator("#learning-result")).not_to_be_focused()
    if move == "key":
        expect(page.get_by_role("link", name="Elsewhere")).to_be_focused()


def test_what_is_open_and_half_written_outlives_more_news(page, server):
    server.grade()
    graded(page)
    page.get_by_text("Why").click()
    page.locator("#reason").fill("half a reason")
    server.tell(html=RESULT.replace("67 %", "80 %"), status="Graded: 80 %.")
    expect(page.locator("#learning-result")).to_have_text("80 %", timeout=20_000)
    expect(page.locator("#reason")).to_have_value("half a reason")
    expect(page.locator("#reason")).to_be_focused()
    expect(page.locator("details[data-key=why]")).to_have_attribute("open", "")
    expect(page.locator("details.learning-read")).not_to_have_attribute("open", "")


def heights(page):
    """Of the room in windows, and where what follows begins."""
    return page.evaluate("""() => [document.querySelector(".learning-outcome").offsetHeight / innerHeight,
      document.getElementById("below").getBoundingClientRect().top / innerHeight]""")


@pytest.mark.parametrize("lines", [1, 200])
def test_room_kept_for_a_grade_is_given_back_where_nobody_sees_it(page, server, lines):
    assert heights(page)[0] > 1.3
    server.grade(html=RESULT + "<p>One line.</p>" * lines)
    graded(page)
    server.tell(final=True, status="Graded: 68 %.")
    expect(page.locator("#learning-status")).to_have_text("Graded: 68 %.", timeout=20_000)
    room, below = heights(page)
    assert below >= 1
    assert room < 1 or lines > 1
    assert page.evaluate("document.querySelector('.learning-outcome').style.minHeight !== ''")
    assert shifted(page)[0] < POLLING


def test_room_whose_end_is_in_view_stays_until_it_is_not(page, server):
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert heights(page)[1] < 1
    server.grade(final=True)
    graded(page)
    assert heights(page)[0] > 1.3
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("document.querySelector('.learning-outcome').offsetHeight < innerHeight")
    assert heights(page)[1] >= 1
    assert shifted(page)[0] < POLLING


def test_changed_question_is_noticed(page, server):
    server.grade(revision=2)
    expect(page.locator("#learning-stale")).to_be_visible()
