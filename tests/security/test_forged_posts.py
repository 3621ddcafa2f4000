"""What a foreign page, or wiki text on a page of ours, makes an author's browser send."""

import secrets
import time

import httpx
import pytest
from traclearn_local.clients.browser_session import BrowserSession

pytestmark = pytest.mark.stack

UNFORMED = ["text/plain", "application/json", "multipart/mixed", "Multipart/Form-Data; boundary=x", ""]
POSTS = [
    "/learning/material/{document}/remove",
    "/learning/material/{document}/restore",
    "/learning/material/grant",
    "/learning/material/upload",
    "/learning/material/marks",
    "/learning/material/order",
    "/learning/concepts",
    "/learning/operate",
    "/learning/answer/{ticket}",
    "/learning/question/{ticket}",
    "/learning/desk",
    "/learning/desk/{ticket}",
    "/learning/desk/{ticket}/ruling",
    "/learning/rulings",
    "/learning/spending",
    "/learning/paths/new",
    "/learning/path/7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c01/accept",
    "/logout",
    "/login/refresh/revoke",
]
FOREIGN = [
    {"Origin": "http://localhost:1"},
    {"Origin": "http://localhost.evil.test"},
    {"Origin": "http://evil.test"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Sec-Fetch-Site": "none", "Origin": "http://evil.test"},
]
PAGE = """{{{#!html
<form id="trap" action="%s" method="post" enctype="text/plain"><input name="a" value="b"/>
<textarea name="c">d</textarea><select name="e"><option>f</option></select>
<button formaction="%s">The solution</button></form>
<img src="http://evil.test/seen.png"/><img src="//evil.test/seen.png"/>
}}}
{{{#!div style="position: fixed; background: url('//evil.test/seen.png')" class="ui-widget-overlay"
[[Image(http://evil.test/seen.png)]]
}}}
"""


TEXT = b"# Rows\n\nA row lies in a page, and a page is read as a whole.\n"


@pytest.fixture(scope="module")
def document(stack):
    """An author's document that is ready, and still is when all is over."""
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as author:
        name = f"tests-{secrets.token_hex(4)}/kept.md"
        asked = {"files": [{"name": name, "size": len(TEXT), "subject": "Tests"}]}
        (grant,) = author.api("POST", "/content", json=asked).json()["grants"]
        httpx.post(grant["url"], data=grant["fields"], files={"file": ("f", TEXT)}, timeout=60)

        def state():
            return author.api("GET", f"/content/{grant['document']}").json()["state"]

        deadline = time.monotonic() + 120
        while state() != "ready":
            assert time.monotonic() < deadline
            time.sleep(1)
        yield grant["document"]
        assert state() == "ready"


@pytest.fixture
def visit(stack):
    visitors = []

    def open_visitor(who):
        visitors.append(BrowserSession(stack.env, stack.env[f"DEMO_{who}"]))
        return visitors[-1]

    yield open_visitor
    for visitor in visitors:
        visitor.http.close()


def form_token(visitor):
    return {"__FORM_TOKEN": visitor.http.cookies["trac_form_token"]}


@pytest.mark.parametrize("address", POSTS)
def test_post_without_token_is_refused_whatever_its_type(visit, stack, document, address):
    path = "/trac" + address.format(document=document, ticket=stack.env["DEMO_TICKET"])
    author = visit("AUTHOR")
    for kind in UNFORMED:
        headers = {"Content-Type": kind} if kind else {}
        reply = author.http.post(path, content=b"a=b", headers=headers)
        assert reply.status_code == 400, (kind, reply.status_code)
        assert "form token" in reply.text


def test_pages_of_trac_itself_want_the_token_of_every_type(visit):
    author = visit("AUTHOR")
    for path in ("/trac/prefs", "/trac/ticket/1", "/trac/wiki/WikiStart", "/trac/attachment/ticket/1/"):
        assert author.http.post(path, content=b"", headers={"Content-Type": "text/plain"}).status_code == 400


def test_get_changes_no_comment(visit, stack):
    author = visit("AUTHOR")
    query = "?edit_comment=1&cnum_edit=1&edited_comment=changed"
    assert author.http.get(f"/trac/ticket/{stack.env['DEMO_TICKET']}{query}").status_code == 400


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_post_of_a_foreign_page_is_refused_with_the_right_token(visit, document, headers):
    author = visit("AUTHOR")
    for path in (
        f"/trac/learning/material/{document}/remove",
        "/trac/prefs",
        "/trac/login/refresh?next=/trac",
    ):
        reply = author.http.post(path, data=form_token(author), headers=headers)
        assert reply.status_code == 403, (path, reply.status_code)
        assert "Another site sent this" in reply.text


def test_foreign_page_is_neither_renewed_nor_kept_to_be_sent_again(stack):
    """Signed out, or with a token that is over: the form would come back as this site's own."""
    with httpx.Client(base_url=stack.env["TRACLEARN_URL"], cookies={"trac_id": "e30.e30.e30"}) as http:
        for path in (
            "/trac/learning/material/marks",
            "/trac/login/refresh?next=/trac/learning/material/marks",
        ):
            reply = http.post(path, data={"name": "x"}, headers={"Origin": "http://evil.test"})
            assert reply.status_code == 403
            assert 'value="x"' not in reply.text


def test_own_pages_and_programs_are_let_through(visit, stack):
    author, url = visit("AUTHOR"), stack.env["TRACLEARN_URL"]
    own = [{"Origin": url}, {"Sec-Fetch-Site": "same-origin", "Origin": url}, {"Sec-Fetch-Site": "none"}, {}]
    for headers in own:
        reply = author.http.post("/trac/learning/material/marks", data=form_token(author), headers=headers)
        assert reply.status_code == 303, (headers, reply.status_code)
    token = {"X-CSRF-Token": form_token(author)["__FORM_TOKEN"]}
    reply = author.http.post("/trac/learning/material/grant", json={"files": []}, headers=token)
    assert reply.status_code == 400 and "too many files" in reply.json()["message"]


def test_wiki_text_has_no_forms_and_no_remote_images(visit, permissive_trac, document):
    learner, author = visit("LEARNER"), visit("AUTHOR")
    address = f"/trac/learning/material/{document}/remove"
    name = f"SandBox/{secrets.token_hex(4)}"
    form = {"action": "edit", "save": "1", "version": "0", "text": PAGE % (address, address)}
    assert learner.http.post(f"/trac/wiki/{name}", data=form | form_token(learner)).status_code == 303
    page = author.http.get(f"/trac/wiki/{name}").text
    text = page.partition('id="wikipage"')[2].partition('id="attachments"')[0]
    assert text
    for part in ("<form", "<input", "<button", "<select", "<textarea", "trap", "formaction", address,
                 'src="http', 'src="//', "url(", "fixed", "ui-widget-overlay"):  # fmt: skip
        assert part not in text, part


ODD = [
    ("ticket/{ticket}", {"cnum_edit": "99", "edit_comment": "1", "edited_comment": "x"}),
    ("ticket/{ticket}", {"cnum_edit": "abc", "edit_comment": "1", "edited_comment": "x"}),
    ("ticket/{ticket}", {"edit_comment": "1"}),
    ("ticket/{ticket}", {"replyto": "abc", "comment": "x", "preview": "1"}),
    ("ticket/{ticket}", {"preview": "1", "action": "leave", "start_time": "abc"}),
    ("prefs/notification", {"action": "delete-rule_abc"}),
    ("prefs/notification", {"action": "add-rule_web"}),
    ("query", {"max": "abc"}),
    ("attachment/ticket/{ticket}/", {"action": "new"}),
    ("ticket/{ticket}?action=diff&version=99", None),
    ("ticket/{ticket}?format=nonsense", None),
    ("query?page=-1", None),
    ("wiki/WikiStart?format=nonsense", None),
    ("timeline?from=01/01/0001", None),
]


@pytest.mark.parametrize(("path", "form"), ODD, ids=str)
def test_arguments_without_sense_are_the_clients_error(visit, stack, path, form):
    author, path = visit("AUTHOR"), "/trac/" + path.format(ticket=stack.env["DEMO_TICKET"])
    reply = author.http.get(path) if form is None else author.http.post(path, data=form | form_token(author))
    assert reply.status_code in (400, 404), reply.status_code
    assert "Traceback" not in reply.text
