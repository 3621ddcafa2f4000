"""Learners read the material: from feedback to the passage, on from there, by search, and back."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

MATERIAL = "/trac/learning/material"
LIVE = """
    SELECT document, name, title, subject FROM public.learning_material
    WHERE live_revision IS NOT NULL AND name LIKE '%%isolation%%' ORDER BY name LIMIT 1
"""
GRADED = 60_000
LOOKS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def document(stack):
    (found,) = stack.sql(LIVE)
    return found


@pytest.fixture
def visit(new_page, sign_in):
    """`visit(who, path, …)` opens a page of somebody who is signed in."""

    def go(who, path="/trac/learning", **options):
        return sign_in(new_page(**options), who, path)

    return go


def places(page):
    return page.locator(".learning-part")


def passage_of(page, document, number):
    """The id of a passage, as it stands on the document's page."""
    page.goto(f"{MATERIAL}/{document['document']}")
    return places(page).nth(number).get_attribute("id")


def ask(stack, document, passage):
    """A question that cites the passage."""
    source = {"title": "Where it stands", "href": f"learning/passage/{document['document']}/{passage}"}
    return stack.ask(f"Reader {uuid4().hex[:8]}", sources=[source])[0]


def answer_badly(page, ticket):
    page.goto(f"/trac/ticket/{ticket}")
    page.locator("textarea[name=answer]").fill("I have no idea, it is about something else.")
    page.get_by_role("button", name=re.compile("^Send")).first.click()
    page.wait_for_url(re.compile(rf"/ticket/{ticket}"))
    cited = page.locator("#learning-attempts a[href*='/learning/passage/']").first
    for _ in range(GRADED // 1000):
        if cited.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(cited).to_have_count(1)
    return cited.get_attribute("href")


def follow(page, href):
    """Opens what holds the link, and with JavaScript the text in its place, which leads on."""
    link = page.locator(f"#learning-attempts a[href='{href}']").first
    read = page.locator("#learning-attempts details.learning-read").first
    if read.count():
        read.locator("summary").click()
        link = read.locator("a").last
        expect(link).to_be_visible()
    link.click()


@pytest.mark.parametrize("scripts", [True, False])
def test_learner_follows_feedback_reads_on_searches_and_comes_back(
    visit, stack, document, screenshot, scripts
):
    page = visit("learner", java_script_enabled=scripts)
    passage = passage_of(page, document, 3)
    ticket = ask(stack, document, passage)
    cited = answer_badly(page, ticket)
    follow(page, cited)
    page.wait_for_url(re.compile(rf"{MATERIAL}/{document['document']}\?.*#{passage}$"))
    expect(page.locator(f"[id='{passage}'].learning-wanted")).to_be_in_viewport()
    expect(page.locator(".learning-wanted")).to_have_count(1)
    name = "js" if scripts else "plain"
    screenshot(page, f"library-passage-{name}")
    assert places(page).count() > 4
    page.get_by_role("searchbox", name="Search the material").fill("dirty read")
    page.get_by_role("button", name="Search", exact=True).last.click()
    hits = page.locator(".learning-hits > li")
    expect(hits.first.locator("mark").first).to_be_visible()
    screenshot(page, f"library-search-{name}")
    hits.first.locator(".learning-hit a").click()
    expect(page.locator(".learning-wanted")).to_be_in_viewport()
    page.goto(f"{cited}?ticket={ticket}")
    page.get_by_role("link", name=re.compile(f"Back to #{ticket}")).click()
    page.wait_for_url(re.compile(rf"/ticket/{ticket}#learning"))


def test_passage_is_shown_where_it_is_cited(visit, stack, document):
    """The module alone, on a ticket's page: the link gives way to the text."""
    page = visit("learner")
    passage = passage_of(page, document, 1)
    text = page.locator(f"[id='{passage}'] .learning-part-text").inner_text()
    href = f"/trac/learning/passage/{document['document']}/{passage}"
    page.goto(f"/trac/ticket/{ask(stack, document, passage)}")
    page.evaluate(
        """([href, gone]) => {
          for (const [name, at] of [["there", href], ["gone", gone], ["away", "/nowhere/at/all"]]) {
            document.getElementById("content").insertAdjacentHTML("afterbegin",
              `<details class="learning-read" id="${name}" data-passage="${at}">` +
              `<summary>${name}</summary><a href="${href}">Read</a></details>`);
          }
        }""",
        [f"{href}/fragment", f"{href}x/fragment"],
    )
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/fragment" in request.url else None)
    for _ in range(3):
        page.locator("#there summary").click()
    expect(page.locator("#there .learning-passage-text")).to_have_text(text, use_inner_text=True)
    assert len(asked) == 1, "it is asked for once"
    page.locator("#gone summary").click()
    expect(page.locator("#gone")).to_contain_text("no longer in the material")
    page.locator("#away summary").click()
    expect(page.locator("#away a")).to_have_text("Read")
    page.locator("#there a", has_text="Read on").click()
    expect(page.locator(f"[id='{passage}'].learning-wanted")).to_be_in_viewport()


def test_address_with_a_passage_behind_the_hash_finds_it(visit, document):
    page = visit("learner")
    passage = passage_of(page, document, 2)
    address = f"{MATERIAL}/{document['document']}"
    page.goto(f"{address}?from=6#chunk-{passage}")
    expect(page.locator(f"[id='{passage}']")).to_be_in_viewport()
    page.goto("/trac/learning")
    gone = "0" * 8 + "-0000-4000-8000-" + "0" * 12
    page.goto(f"{address}#{gone}")
    expect(page.locator("#content [role=status]")).to_contain_text("no longer in the material")


@pytest.mark.parametrize("scripts", [True, False])
def test_author_moves_a_document_and_learners_see_the_order(visit, document, scripts):
    course = f"{MATERIAL}?subject={document['subject']}"
    author = visit("author", course, java_script_enabled=scripts)
    learner = visit("learner", course)
    before = learner.locator(".learning-shelf li a").all_inner_texts()
    rows = author.locator("#learning-documents tr")
    key = rows.nth(1).get_attribute("data-key")
    up = author.locator(f"[data-key='{key}'] button[name=up]")
    up.focus()
    author.keyboard.press("Enter")
    expect(rows.first).to_have_attribute("data-key", key)
    if scripts:
        expect(up).to_be_focused()
        expect(author.locator("#learning-news")).to_contain_text("place 1 of")
    else:
        expect(author.locator("#notice")).to_contain_text("place 1 of")
    learner.reload()
    after = learner.locator(".learning-shelf li a").all_inner_texts()
    assert after == [before[1], before[0], *before[2:]]
    author.locator(f"[data-key='{key}'] button[name=down]").click()
    expect(rows.nth(1)).to_have_attribute("data-key", key)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_pages_of_the_library_fit_each_screen_light_and_dark(visit, document, screenshot, look):
    width, scheme = look
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    learner, author = visit("learner", **options), visit("author", **options)
    for page, name, path in (
        (learner, "shelf", MATERIAL),
        (learner, "found", f"{MATERIAL}?q=isolation+level"),
        (learner, "reading", f"{MATERIAL}/{document['document']}"),
        (learner, "gone", f"{MATERIAL}/00000000-0000-4000-8000-000000000000"),
        (author, "author", MATERIAL),
        (author, "find", f"{MATERIAL}/find?q=isolation"),
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        screenshot(page, f"library-{name}-{scheme}-{width}")
