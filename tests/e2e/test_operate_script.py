"""What an open operators' page does with the news: its scripts and a played server, no stack."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

SCRIPTS = Path(__file__).parents[2] / "trac/learning/htdocs/js"
SCRIPT = "".join((SCRIPTS / name).read_text() for name in ("watch.js", "operate.js"))
PAGE = f"""<!DOCTYPE html><span id="learning-status"></span><span id="learning-signed-out" hidden></span>
<a href="#x">Elsewhere</a><div id="learning-now" data-state="/state" data-refresh="/refresh" data-tag="one">
<a href="#y">Within</a><p id="old">No learner waits.</p></div><script>{SCRIPT}</script>"""


@pytest.fixture
def told():
    """What the page is told."""
    return {"tag": "one", "html": "<p>No learner waits.</p>", "said": "No learner waits.", "asked": []}


@pytest.fixture
def page(chromium, told):
    def answer(route, request):
        if not request.url.endswith("/state"):
            return route.fulfill(content_type="text/html", body=PAGE)
        tag = f'"{told["tag"]}"'
        known = request.headers.get("if-none-match") == tag
        told["asked"].append(304 if known else 200)
        if known:
            return route.fulfill(status=304, headers={"ETag": tag})
        answered = {name: told[name] for name in ("tag", "html", "said")} | {"waiting": True}
        return route.fulfill(body=json.dumps(answered), headers={"ETag": tag})

    context = chromium.new_context()
    page = context.new_page()
    page.route("**/*", answer)
    page.goto("http://door.test/trac/learning/operate")
    yield page
    context.close()


def wait_for(page, told, status):
    """Until the page was answered so."""
    while status not in told["asked"]:
        page.wait_for_timeout(50)


def test_page_that_is_as_it_was_is_left_alone(page, told):
    wait_for(page, told, 304)
    expect(page.locator("#old")).to_have_count(1)
    told.update(tag="two", html="<p>One waits.</p>", said="One waits.")
    expect(page.locator("#learning-now")).to_have_text("One waits.")
    expect(page.locator("#learning-status")).to_have_text("One waits.")


def test_news_wait_for_who_is_in_the_part_and_come_once_they_left(page, told):
    page.get_by_role("link", name="Within").focus()
    told.update(tag="two", html="<p>One waits.</p>", said="One waits.")
    wait_for(page, told, 304)
    expect(page.locator("#old")).to_have_count(1)
    expect(page.locator("#learning-status")).to_have_text("One waits.")
    page.get_by_role("link", name="Elsewhere").focus()
    expect(page.locator("#learning-now")).to_have_text("One waits.")
