"""What the browser is told with every answer. The pages' own look at it: tests/e2e/test_content_policy.py."""

import secrets

import httpx
import pytest

from tests.e2e.site_pages import LEARNER
from tests.e2e.site_pages import PAGES as SITE

pytestmark = pytest.mark.stack

PAGES = {page.path: page.status for page in SITE if LEARNER in page.roles and "{" not in page.path} | {
    "/trac": 200,
    "/trac/ticket/1": 200,
    "/trac/ticket/1?format=nonsense": 400,
}
"""Those whose address is always the same; a browser looks at all of them in tests/e2e/test_every_page.py."""
FILES = {
    "/trac/chrome/common/css/trac.css": 200,
    "/trac/chrome/learning/js/panel.js": 200,
    "/trac/ticket/1?format=csv": 200,
    "/trac/ticket/1?format=rss": 200,
    "/trac/wiki/WikiStart?format=txt": 200,
    "/trac/query?format=tab": 200,
    "/trac/learning/state/1": 200,
}


def policy(reply):
    directives = [part.split() for part in reply.headers["content-security-policy"].split(";")]
    return {words[0]: words[1:] for words in directives if words}


def guarded(reply):
    """What page and file have in common."""
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["x-frame-options"] == "SAMEORIGIN"
    assert reply.headers["referrer-policy"] == "same-origin"
    assert policy(reply)["frame-ancestors"] == ["'self'"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_and_errors_carry_a_strict_content_policy(learner, stack, path):
    reply = learner.http.get(path)
    assert reply.status_code == PAGES[path]
    guarded(reply)
    said = policy(reply)
    assert said["object-src"] == ["'none'"]
    assert said["base-uri"] == ["'self'"]
    assert "http://evil.test" not in said["form-action"] and "*" not in said["form-action"]
    assert said["img-src"] == ["'self'", "data:"]
    assert said["script-src"][:2] == ["'self'", "'unsafe-eval'"]
    assert said["script-src"][2].startswith("'nonce-")
    assert "'unsafe-inline'" not in said["script-src"]


@pytest.mark.parametrize("path", FILES)
def test_files_are_sandboxed(learner, path):
    reply = learner.http.get(path)
    assert reply.status_code == FILES[path]
    guarded(reply)
    assert policy(reply)["sandbox"] == []
    assert policy(reply)["default-src"] == ["'none'"]


def test_headers_are_there_for_who_is_signed_out(stack):
    with httpx.Client(base_url=stack.env["TRACLEARN_URL"]) as http:
        reply = http.post("/trac/login/refresh?next=/trac/wiki", data={"text": "kept"})
        assert reply.status_code == 401 and "Nothing was saved" in reply.text
        guarded(reply)


@pytest.mark.parametrize(
    "address", ["raw-attachment/{}", "attachment/{}?format=raw", "attachment/{}?format=txt"]
)
def test_raw_attachment_is_sandboxed(author, address):
    page, name = f"SandBox/{secrets.token_hex(4)}", "page.html"
    token = {"__FORM_TOKEN": author.http.cookies["trac_form_token"]}
    form = {"action": "edit", "save": "1", "version": "0", "text": "x"}
    assert author.http.post(f"/trac/wiki/{page}", data=form | token).status_code == 303
    html = b"<script>alert(document.cookie)</script>"
    reply = author.http.post(
        f"/trac/attachment/wiki/{page}/",
        data={"action": "new", "description": ""} | token,
        files={"attachment": (name, html, "text/html")},
    )
    assert reply.status_code == 303
    reply = author.http.get("/trac/" + address.format(f"wiki/{page}/{name}"))
    assert reply.content == html
    guarded(reply)
    assert policy(reply)["sandbox"] == [] and policy(reply)["default-src"] == ["'none'"]
