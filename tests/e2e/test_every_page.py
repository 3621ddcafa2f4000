"""Each page as each of its people sees it, in the light and in the dark, on a desktop and a phone, with its
scripts and without: axe finds nothing, nothing is wider than the window or painted over what follows it,
nothing jumps while it loads, nothing breaks its content security policy, and no other host is asked for
anything. A load a person with scripts and one without; on a phone, one more a page.
"""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from traclearn_local.clients.browser_session import BrowserSession

from .overflow import SPILLED, TOO_FAR, TOO_WIDE
from .policy_violations import note_violations
from .site_pages import ADMINISTRATOR, EVERYBODY, VISITS, visit_id
from .site_places import made

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

WIDTHS = (1280, 390)
"""Pixels: a desktop, and the phone that most people have."""
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


@pytest.fixture(scope="module")
def places(stack):
    """What stands in the addresses."""
    with made(stack) as found:
        yield found


@pytest.fixture(scope="module")
def signed_in(chromium, stack):
    """`signed_in(who)` is that person's page and what breaks a policy there; each signs in once."""
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
            page = context.new_page()
            pages[who] = page, note_violations(page)
        return pages[who]

    yield of
    for page, _ in pages.values():
        page.context.close()
    stack.trac_admin("permission", "remove", emails[ADMINISTRATOR], "TRAC_ADMIN")


@pytest.fixture
def page_of(signed_in, stack):
    """`page_of(who)` is that person's page, on a desktop. What it asks another host for fails the test, as
    does what breaks its content security policy."""
    pages, asked, noted = [], [], []

    def note(request):
        asked.append(request.url)

    def of(who):
        page, said = signed_in(who)
        said.clear()
        noted.append(said)
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
    assert [words for said in noted for words in said] == []


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
        assert page.evaluate(SPILLED) == [], look
        assert page.evaluate(TOO_FAR, ".learning") == [], look
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
    if page.evaluate("!window.axe"):  # once a load: it is half a megabyte
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(rules)", rules)["violations"]
    return [(one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:5]]) for one in found]
