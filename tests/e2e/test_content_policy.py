"""Pages work under their content security policy, and a foreign page gets nothing done. That none breaks its
policy as it loads: test_every_page.py.
"""

import secrets
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from .policy_violations import note_violations

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

MATERIAL = "/trac/learning/material"
READY = 120_000
"""ms, as in test_material.py."""
FORGED = """<!doctype html><title>x</title>
<form id="f" method="post" enctype="text/plain" action="{action}"><input name="a" value="b"></form>
<script>f.submit()</script>"""


@pytest.fixture
def watched(new_page):
    """`watched()` opens a page; what breaks a policy there fails the test."""
    noted = []

    def open_page():
        page = new_page()
        noted.append(note_violations(page))
        return page

    yield open_page
    assert [words for said in noted for words in said] == []


@pytest.fixture
def administrator(stack):
    stack.trac_admin("permission", "add", stack.env["DEMO_OPERATOR"], "TRAC_ADMIN")
    yield "operator"
    stack.trac_admin("permission", "remove", stack.env["DEMO_OPERATOR"], "TRAC_ADMIN")


def test_picture_of_another_host_is_a_violation(new_page, sign_in):
    page = sign_in(new_page(), "learner")
    said = note_violations(page)
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.2/x.png'}))")
    page.wait_for_timeout(500)
    assert len(said) == 1


def test_script_without_the_pages_nonce_does_not_run(new_page, sign_in):
    page = sign_in(new_page(), "learner", "/trac/timeline")
    said = note_violations(page)
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.text = "window.ran = true";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", "<img src='x:' onerror='window.ran = true'>");
    }""")
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is None
    assert len(said) >= 2


def test_search_and_query_work_without_violation(watched, sign_in):
    page = sign_in(watched(), "author", "/trac/search")
    page.locator("#fullsearch input[name=q]").fill("commit")
    page.locator("#fullsearch input[type=submit]").click()
    expect(page.locator("#results, #notfound").first).to_be_visible()
    page.goto("/trac/query?status=!closed")
    page.locator("input[name=update]").click()
    expect(page.locator("h1").first).to_be_visible()


def test_administration_shows_no_violation(watched, sign_in, administrator):
    page = sign_in(watched(), administrator, "/trac/admin/general/basics")
    links = page.locator("#tabs a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) > 5
    for link in links:
        page.goto(link)


def test_wiki_page_is_written_without_violation(watched, sign_in, tmp_path):
    page, name = sign_in(watched(), "author"), f"SandBox/{secrets.token_hex(4)}"
    page.goto(f"/trac/wiki/{name}?action=edit")
    page.locator("#text").fill("Some words.")
    page.locator("#text").select_text()
    page.locator(".wikitoolbar a").first.click()
    page.locator("input[name=preview]").click()
    expect(page.locator("#preview")).to_contain_text("Some words.")
    page.get_by_role("button", name="Submit changes").click()
    page.wait_for_url(f"**/wiki/{name}")
    file = tmp_path / "notes.txt"
    file.write_text("kept")
    page.goto(f"/trac/attachment/wiki/{name}/?action=new")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("#attachment input[type=submit]").first.click()
    page.wait_for_url(f"**/trac/attachment/wiki/{name}/")
    page.goto(f"/trac/attachment/wiki/{name}/notes.txt")
    expect(page.locator("#preview")).to_contain_text("kept")
    with page.expect_download() as download:
        page.evaluate(f"() => {{ location = '/trac/raw-attachment/wiki/{name}/notes.txt' }}")
    assert download.value.path().read_text() == "kept"


def test_ticket_is_commented_and_graded_without_violation(watched, sign_in, stack):
    """A preview that comes by itself, a comment, and its edit; the answer's grade comes to the open page."""
    (ticket,) = stack.ask(f"Policy {secrets.token_hex(4)}")
    page = sign_in(watched(), "author", f"/trac/ticket/{ticket}")
    page.locator("#comment").fill("A '''first''' word.")
    expect(page.locator("#ticketchange strong")).to_have_text("first")
    page.locator("input[name=submit]").click()
    expect(page.locator("#changelog .comment")).to_contain_text("first")
    page.goto(f"/trac/ticket/{ticket}?cnum_edit=1#comment:1")
    page.locator("textarea[name=edited_comment]").fill("A second word.")
    page.locator("input[name=edit_comment]").click()
    expect(page.locator("#changelog .comment").first).to_contain_text("second")
    learner = sign_in(watched(), "learner", f"/trac/ticket/{ticket}")
    learner.locator("textarea[name=answer]").fill("A commit records a snapshot and its parents.")
    learner.get_by_role("button", name="Send answer").click()
    expect(learner.locator("#learning-attempts")).to_contain_text("Graded", timeout=READY)


def test_file_is_uploaded_without_violation(watched, sign_in, tmp_path):
    page = sign_in(watched(), "author", f"{MATERIAL}?order=newest")
    file = tmp_path / f"{secrets.token_hex(4)}.md"
    file.write_text(f"# Vacuum\n\nThe vacuum {file.stem} frees rows.\n")
    page.get_by_label("Files", exact=True).set_input_files(file)
    expect(page.locator(".learning-upload-done")).to_have_count(1)
    row = page.locator("#learning-documents tr", has=page.get_by_role("link", name=file.name, exact=True))
    expect(row).to_contain_text("Ready", timeout=READY)
    row.get_by_role("link", name=file.name, exact=True).click()
    page.get_by_role("button", name="Remove…").click()
    expect(page.get_by_role("heading", name=f"Remove {file.name}?")).to_be_visible()


def test_signing_out_ends_without_violation(watched, sign_in, hosted):
    page = sign_in(watched(), "learner", "/trac/timeline")
    page.locator("#logout button").click()
    hosted(page)
    assert not {"trac_id", "trac_refresh"} & {cookie["name"] for cookie in page.context.cookies()}


def test_page_on_another_port_cannot_act_for_an_author(new_page, sign_in, stack):
    page = sign_in(new_page(), "author")
    uploads = "SELECT document FROM public.learning_material WHERE phase = 'ready' AND origin = 'upload'"
    document = stack.sql(uploads)[0]["document"]
    port = (urlsplit(stack.env["TRACLEARN_URL"]).port or 0) + 50
    action = f"{stack.env['TRACLEARN_URL']}{MATERIAL}/{document}/remove"
    page.route(
        f"http://localhost:{port}/",
        lambda route: route.fulfill(body=FORGED.format(action=action), content_type="text/html"),
    )
    page.goto(f"http://localhost:{port}/")
    page.wait_for_url(action)
    expect(page.locator("#content")).to_contain_text("Another site sent this")
    page.goto(f"{MATERIAL}/{document}")
    expect(page.get_by_role("button", name="Remove…")).to_be_visible()


TRAPS = {
    "margin": 'style="display: block; margin-top: calc(2000px * cos(180deg))"',
    "position": 'style="display: block; position: fixed; top: 0; left: 0"',
    "height": 'style="display: block; height: 0; opacity: 0.01; overflow: visible"',
    "class": 'class="ui-widget-overlay"',
}


@pytest.mark.parametrize("trap", TRAPS)
def test_link_in_a_text_covers_no_button_of_the_page(new_page, sign_in, trap):
    """A link of the text does not catch what is meant for the page's own buttons."""
    page = sign_in(new_page(), "author", "/trac/newticket")
    image = '<img src="/trac/chrome/common/trac_logo_mini.png" width="3000" height="3000"/>'
    page.locator("#field-summary").fill(f"Trap {trap}")
    page.locator("#field-description").fill(
        f'{{{{{{#!html\n<a href="/trac/trap" {TRAPS[trap]}>{image}</a>\n}}}}}}'
    )
    page.locator("input[name=submit]").click()
    page.wait_for_url("**/trac/ticket/*")
    expect(page.locator(".description a[href='/trac/trap']")).to_have_count(1)
    for place in ("#mainnav a", "#search input[name=q]", "input[name=submit]", "#comment"):
        page.locator(place).first.click(trial=True, timeout=3000)
