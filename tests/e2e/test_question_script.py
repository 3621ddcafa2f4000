"""What the author's form does with the concepts that it is told: its script and a played server, no stack."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

SCRIPT = Path(__file__).parents[2] / "trac/learning/htdocs/js/question.js"


def fragment(*names, unknown=""):
    """As `learning_named_concepts.html` has it."""
    options = "".join(f'<option value="{name}"></option>' for name in names)
    buttons = "".join(f'<button name="name_concept" value="{name}">{name}</button>' for name in names)
    return (
        f'<datalist id="concept-names">{options}</datalist><div id="proposed-concepts">{buttons}</div>'
        f'<div id="concept-news" role="status"><p>{unknown}</p></div>'
    )


LINES = "".join(
    f'<input name="{name}">' for name in ("q", "course", "question", "href_0", "href_1", "concept_0")
)
PAGE = f"""<!DOCTYPE html>
<form id="question-form" data-preview="/preview" data-find="/find" data-sources="10">{LINES}
  {fragment("lock", "page")}<h2 id="preview-title">Preview</h2><div id="preview"></div></form>
<script>{SCRIPT.read_text()}</script>"""


class Server:
    """`concepts`: the fragment that an asking form is told; `held`: answers wait while it is true."""

    def __init__(self):
        self.concepts, self.asked, self.held, self.waiting = fragment("lock", "page"), [], False, []

    def answer(self, route, request):
        if not request.url.endswith("/preview"):
            return route.fulfill(content_type="text/html", body=PAGE)
        said = parse_qs(request.post_data, keep_blank_values=True)
        self.asked.append(said)
        told = {"html": f"<p>{len(self.asked)}</p>"}
        if "concepts" in said:
            told["concepts"] = self.concepts
        if self.held:
            return self.waiting.append((route, told))
        return route.fulfill(json=told)

    def release(self):
        self.held = False
        for route, told in self.waiting:
            route.fulfill(json=told)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def page(chromium, server):
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/*", server.answer)
    page.goto("http://door.test/trac/learning/question/new")
    yield page
    context.close()


def button(page, name):
    return page.get_by_role("button", name=name)


def test_concepts_of_another_course_are_offered_and_said(page, server):
    server.concepts = fragment("commit", unknown="No lock here.")
    page.locator("[name=course]").fill("git")
    expect(page.locator("#concept-names option[value=commit]")).to_have_count(1)
    expect(page.locator("#concept-names option")).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("No lock here.")
    expect(button(page, "commit")).to_be_visible()


def test_who_is_on_a_button_stays_on_it_when_the_buttons_change(page, server):
    server.concepts = fragment("commit", "page")
    page.locator("[name=href_0]").fill("wiki/Pages")
    button(page, "page").focus()
    expect(button(page, "commit")).to_be_visible()
    expect(button(page, "page")).to_be_focused()


def test_who_is_on_a_button_that_goes_comes_to_the_lines(page, server):
    server.concepts = fragment("commit")
    page.locator("[name=href_0]").fill("wiki/Pages")
    button(page, "page").focus()
    expect(button(page, "commit")).to_be_visible()
    expect(page.locator("[name=concept_0]")).to_be_focused()


def test_buttons_that_stay_the_same_are_left_alone(page, server):
    button(page, "page").evaluate("button => { button.there = true; }")
    server.concepts = fragment("lock", "page", unknown="News.")
    page.locator("[name=course]").fill("git")
    expect(page.get_by_role("status")).to_have_text("News.")
    expect(button(page, "page")).to_have_js_property("there", True)


def test_source_that_is_typed_while_an_answer_is_under_way_is_asked_about(page, server):
    server.held = True
    page.locator("[name=href_0]").fill("wiki/Locks")
    wait_for(page, server, 1)
    page.locator("[name=href_1]").fill("wiki/Pages")
    server.release()
    wait_for(page, server, 2)
    expect(page.locator("#preview")).to_have_text("2")
    page.locator("[name=question]").fill("Why?")
    wait_for(page, server, 3)
    assert ["concepts" in said for said in server.asked] == [True, True, False]


def wait_for(page, server, count):
    """Until the form asked so often."""
    while len(server.asked) < count:
        page.wait_for_timeout(20)
