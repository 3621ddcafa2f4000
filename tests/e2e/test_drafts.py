"""What is written in the answer box is kept until it is an answer: the box and its scripts, no stack."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

SCRIPTS = Path(__file__).parents[2] / "trac/learning/htdocs/js"
PAGE = """<!DOCTYPE html><details class="learning-again"><summary>Improve</summary>
<form class="learning-form" method="post" action="/answer" data-draft="7:ada" data-sent="{sent}">
<input type="hidden" name="event_id" value="{event_id}">
<p id="learning-error" hidden data-empty="Nothing there." data-long="Too long."></p>
<textarea name="answer" required data-longest="20" {attributes}>{text}</textarea>
<span class="learning-count" data-text="{{used}} of {{longest}}"></span>
<span class="learning-offline" hidden>Offline</span>
<input type="submit" class="learning-send" value="Send">
<button type="submit" formaction="/hint" formnovalidate>Hint</button></form></details>"""


class Server:
    """`shown`: what the page's next loading has."""

    def __init__(self):
        self.shown = {"sent": "", "event_id": "one", "attributes": "", "text": ""}
        self.posted = []

    def answer(self, route, request):
        if request.method == "POST":
            self.posted.append((request.url.rsplit("/", 1)[1], request.post_data))
        route.fulfill(content_type="text/html", body=PAGE.format(**self.shown))


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def page(chromium, server):
    context = chromium.new_context()
    page = context.new_page()
    for name in ("draft.js", "answer_form.js"):
        page.add_init_script(
            "addEventListener('DOMContentLoaded', () => {" + (SCRIPTS / name).read_text() + "})"
        )
    page.route("**/*", server.answer)
    page.goto("http://door.test/ticket/7")
    yield page
    context.close()


def box(page):
    return page.locator("textarea")


def write(page, text):
    page.locator("details").evaluate("element => { element.open = true }")
    box(page).fill(text)


def send(page):
    page.get_by_role("button", name="Send").click()


def test_draft_outlives_a_reload_and_unfolds_its_box(page):
    write(page, "half")
    page.reload()
    expect(box(page)).to_have_value("half")
    expect(page.locator("details")).to_have_attribute("open", "")


def test_draft_outranks_the_last_answer_and_not_what_was_refused(page, server):
    write(page, "half")
    server.shown["text"] = "my last answer"
    page.reload()
    expect(box(page)).to_have_value("half")
    server.shown |= {"text": "refused", "attributes": 'aria-invalid="true"'}
    page.reload()
    expect(box(page)).to_have_value("refused")


def test_draft_that_arrived_is_forgotten_and_one_that_may_have_arrived_keeps_its_id(page, server):
    write(page, "whole")
    send(page)
    server.shown["event_id"] = "two"
    page.goto("http://door.test/ticket/7")
    expect(box(page)).to_have_value("whole")
    assert page.locator("[name=event_id]").input_value() == "one", "sent again, it would be a second answer"
    server.shown["sent"] = "one"
    page.goto("http://door.test/ticket/7")
    expect(box(page)).to_have_value("")
    assert page.locator("[name=event_id]").input_value() == "two"


def test_what_cannot_be_sent_is_said_at_the_field_and_not_sent(page, server):
    for text, said in (("  ", "Nothing there."), ("x" * 21, "Too long.")):
        write(page, text)
        send(page)
        expect(page.locator("#learning-error")).to_have_text(said)
        expect(box(page)).to_be_focused()
        expect(box(page)).to_have_attribute("aria-invalid", "true")
    write(page, "x" * 20)
    expect(page.locator("#learning-error")).to_be_hidden()
    assert server.posted == []
    send(page)
    assert server.posted == [("answer", "event_id=one&answer=" + "x" * 20)]


def test_hint_is_asked_for_without_an_answer(page, server):
    page.locator("details").evaluate("element => { element.open = true }")
    page.get_by_role("button", name="Hint").click()
    assert [path for path, _ in server.posted] == ["hint"]


@pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
def test_keys_send_and_a_line_break_alone_does_not(page, server, keys):
    write(page, "one")
    box(page).press("Enter")
    assert server.posted == []
    box(page).press(keys)
    page.wait_for_timeout(200)
    assert len(server.posted) == 1


def test_what_is_sent_offline_waits_for_the_connection(page, server):
    write(page, "kept")
    page.context.set_offline(True)
    send(page)
    expect(page.locator(".learning-offline")).to_be_visible()
    page.context.set_offline(False)
    page.wait_for_timeout(300)
    assert server.posted == [("answer", "event_id=one&answer=kept")]
