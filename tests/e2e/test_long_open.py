"""A page stays open for longer than its token lives. The server is played: an hour is too long to wait."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

SCRIPTS = Path(__file__).parents[2] / "trac/learning/htdocs/js"
SCRIPT = "".join((SCRIPTS / name).read_text() for name in ("watch.js", "panel.js"))
PAGE = f"""<!DOCTYPE html><section id="learning" data-state="/trac/learning/state/1"
  data-refresh="/trac/login/refresh"><span id="learning-status"></span><span role="status">
  <span id="learning-signed-out" hidden>Over. <a href="/trac/login">Sign in again</a></span></span>
  <div id="learning-attempts"></div></section><script>{SCRIPT}</script>"""
GRADED = json.dumps({"final": True, "phase": "graded", "status": "Graded", "html": "<p>67 %</p>"})


class Server:
    """`signed_in`: what the token is worth; `refresh`: the status of a renewal, 204 renews it."""

    def __init__(self):
        self.signed_in, self.refresh, self.renewals = False, 204, []

    def answer(self, route, request):
        path = request.url.removeprefix("http://door.test")
        if path == "/trac/login/refresh":
            self.renewals.append((request.method, request.headers.get("x-requested-with")))
            self.signed_in = self.refresh == 204
            route.fulfill(status=self.refresh)
        elif path.startswith("/trac/learning/state/"):
            route.fulfill(status=200 if self.signed_in else 401, body=GRADED if self.signed_in else "over")
        else:
            route.fulfill(content_type="text/html", body=PAGE)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def page(chromium, server):
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/*", server.answer)
    page.goto("http://door.test/trac/ticket/1")
    yield page
    context.close()


def test_a_token_that_ended_is_renewed_and_the_grade_comes(page, server):
    expect(page.locator("#learning-status")).to_have_text("Graded")
    assert server.renewals == [("POST", "XMLHttpRequest")]
    expect(page.get_by_role("link", name="Sign in again")).to_be_hidden()


def test_who_is_signed_out_is_told_and_hears_again_after_signing_in_elsewhere(page, server):
    server.refresh = 401
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    page.wait_for_timeout(2_500)
    assert len(server.renewals) == 1, "nobody asks again and again"
    server.signed_in = True
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back from the other tab
    expect(page.locator("#learning-status")).to_have_text("Graded")
    expect(page.get_by_role("link", name="Sign in again")).to_be_hidden()


def test_a_sign_in_service_that_is_down_is_asked_later(page, server):
    server.refresh = 503
    page.wait_for_timeout(2_500)
    expect(page.get_by_role("link", name="Sign in again")).to_be_hidden()
    assert server.renewals
    server.refresh = 204
    expect(page.locator("#learning-status")).to_have_text("Graded")
