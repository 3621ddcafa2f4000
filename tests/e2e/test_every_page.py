"""Each page as each of its people sees it, in the light and in the dark, on a desktop and a phone, with its
scripts and without: axe finds nothing, nothing is wider than the window, nothing jumps while it loads, and no
other host is asked for anything. A load a person with scripts and one without; on a phone, one more a page.
"""

import re
import time
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from traclearn_local.browser_session import BrowserSession
from traclearn_local.path_pages import PathPages, address

from .site_pages import ADMINISTRATOR, EVERYBODY, VISITS, visit_id

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

WIDTHS = (1280, 390)
"""Pixels: a desktop, and the phone that most people have."""
ARRIVED_S = 60
MAX_SHIFT = 0.05
"""Layout shift on load; half of what counts as good. Source: https://web.dev/articles/cls"""
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
}
RULES_WITHOUT_SCRIPTS = {**RULES, "rules": {"scrollable-region-focusable": {"enabled": False}}}
"""What is wider than its room is a stop for Tab by `frame.js`. Without it Chromium and Firefox make it one by
themselves (https://developer.chrome.com/blog/keyboard-focusable-scrollers); axe asks for Safari's sake."""
SCRIPTS = re.compile(r"\.js(\?|$)")
"""Their addresses end in a digest."""
SHIFT = """
() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) sum += e.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})
"""
TOO_WIDE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
ANSWERS = ("I do not know.", "A commit keeps a snapshot of all the files, as they were when I made it.")


@pytest.fixture(scope="module")
def places(stack):
    """What stands in the addresses: a graded question, a fresh one, a plain ticket, paths, a passage."""
    course = f"Pages-{uuid4().hex[:8]}"
    (graded,), (fresh,) = (stack.ask(f"{name} {course}", course=course) for name in ("Every page", "Fresh"))
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as learner:
        for text in ANSWERS:
            learner.answer(graded, text)
            learner.wait(graded)
        path = propose(PathPages(learner))
    with BrowserSession(stack.env, stack.env["DEMO_OPERATOR"]) as operator:
        accepted = propose(PathPages(operator))
        assert PathPages(operator).accept(accepted).status_code == 303
    (document,) = stack.sql(
        "SELECT document, live_revision FROM public.learning_material WHERE origin = 'upload' "
        "AND live_revision IS NOT NULL ORDER BY name LIMIT 1"
    )
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as author:
        generated = a_generated_question(author)
        changed = change_page(author)
        chunks = author.api("GET", f"/content/{document['document']}").raise_for_status().json()["chunks"]
        token = author.hidden_fields(author.http.get("/trac/newticket").text, "/newticket")
        made = author.http.post(
            "/trac/newticket",
            data={
                **token,
                "field_summary": "A plain ticket of " + "longwords" * 20,
                "field_description": "No question.",
                "submit": "1",
            },
        )
    (grade,) = stack.sql(
        "SELECT grade_id FROM public.learning_attempt WHERE ticket = %s AND attempt = 2", graded
    )
    yield {
        "course": course,
        "ticket": graded,
        "fresh_ticket": fresh,
        "plain_ticket": int(re.search(r"/ticket/(\d+)", made.headers["location"])[1]),
        "path": path,
        "accepted_path": accepted,
        "generated_question": generated,
        "changed_page": changed,
        "document": document["document"],
        "passage": chunks[0]["id"],
        "grade": grade["grade_id"],
    }
    with BrowserSession(stack.env, stack.env["DEMO_OPERATOR"]) as operator:
        token = {"__FORM_TOKEN": operator.http.cookies["trac_form_token"]}
        assert operator.http.post(f"{address(accepted)}/give_up", data=token).status_code == 303


def change_page(author):
    """The name of a wiki page with two versions."""
    page = f"SandBox/{uuid4().hex[:8]}"
    token = {"__FORM_TOKEN": author.http.cookies["trac_form_token"]}
    for version, text in enumerate(("A first word.", f"A second word, {'longwords' * 20}.")):
        form = {"action": "edit", "save": "1", "version": version, "text": text, "comment": "", **token}
        assert author.http.post(f"/trac/wiki/{page}", data=form).status_code == 303
    return page


def propose(pages):
    """The id of a path that is ready to be accepted."""
    path = pages.ask("transactions", minutes=60).headers["location"].rpartition("/")[2]
    assert pages.wait(path)["state"] == "proposed"
    return path


def a_generated_question(author):
    """The id of one, once those of the paths have come to authors."""
    deadline = time.monotonic() + ARRIVED_S
    while True:
        found = author.api("GET", "/generated-questions").raise_for_status().json()["questions"]
        if found:
            return found[0]["question_id"]
        assert time.monotonic() < deadline, "no question has come to authors"
        time.sleep(1)


@pytest.fixture(scope="module")
def signed_in(chromium, stack):
    """`signed_in(who)` is that person's page; each signs in once."""
    emails = {who: stack.env[f"DEMO_{who.upper()}"] for who in EVERYBODY}
    emails[ADMINISTRATOR] = stack.env["DEMO_LEARNER_2"]
    stack.trac_admin("permission", "add", emails[ADMINISTRATOR], "TRAC_ADMIN")
    pages = {}

    def of(who):
        if who not in pages:
            context = chromium.new_context(base_url=stack.env["TRACLEARN_URL"], locale="en-US")
            with BrowserSession(stack.env, emails[who]) as session:
                context.add_cookies(
                    [{"name": "trac_id", "value": session.token, "url": stack.env["TRACLEARN_URL"]}]
                )
            pages[who] = context.new_page()
        return pages[who]

    yield of
    for page in pages.values():
        page.context.close()
    stack.trac_admin("permission", "remove", emails[ADMINISTRATOR], "TRAC_ADMIN")


@pytest.fixture
def page_of(signed_in, stack):
    """`page_of(who)` is that person's page, on a desktop. What it asks another host for fails the test."""
    pages, asked = [], []

    def note(request):
        asked.append(request.url)

    def of(who):
        page = signed_in(who)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.on("request", note)
        pages.append(page)
        return page

    yield of
    for page in pages:
        page.remove_listener("request", note)
    own = urlsplit(stack.env["TRACLEARN_URL"]).netloc
    hosts = {urlsplit(url).netloc for url in asked} - {""}  # Addresses of data name none.
    assert hosts == {own}


@pytest.mark.parametrize("visit", VISITS, ids=visit_id)
def test_page_is_accessible_fits_and_stands_still(page_of, places, visit, screenshot):
    site_page, who = visit
    page = page_of(who)
    reply = page.goto(site_page.path.format(**places))
    assert reply.status == site_page.status
    assert page.evaluate(SHIFT) < MAX_SHIFT
    for look in looks(page):
        screenshot(page, f"page-{visit_id(visit)}-{look}")
        assert page.evaluate(TOO_WIDE) <= 1, f"{look}: the page scrolls sideways"
        assert violations(page) == [], look
    if who == site_page.roles[0]:
        page.goto(site_page.path.format(**places))
        assert page.evaluate(SHIFT) < MAX_SHIFT, f"{look}: something jumps on load"


@pytest.mark.parametrize("visit", VISITS, ids=visit_id)
def test_page_without_its_scripts_is_accessible(page_of, places, visit):
    site_page, who = visit
    page = page_of(who)
    refused = []

    def refuse(route):
        refused.append(route.request.url)
        route.abort()

    page.route(SCRIPTS, refuse)
    try:
        page.goto(site_page.path.format(**places))
        assert refused, "the page has its scripts"
        for look in looks(page):
            assert violations(page, RULES_WITHOUT_SCRIPTS) == [], look
    finally:
        page.unroute(SCRIPTS)


def looks(page):
    """Shows the page in each scheme at each width, and says which; the phone in the dark comes last."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(100)
            yield f"{scheme}-{width}"


def violations(page, rules=RULES):
    """Each rule that is broken, with the elements that break it."""
    found = Axe().run(page, options=rules).response["violations"]
    return [(one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:5]]) for one in found]
