"""The ticket of a question as Trac shows it: to its learner, to another, and to an author."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from traclearn_local.clients.browser_session import BrowserSession

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

GOOD = "A commit keeps a snapshot of all the files and points to its parent commits."
BUG_FIELDS = ("Priority:", "Milestone:", "Component:", "Owned by:", "Modify Ticket")
LONG_AGO = "UPDATE public.learning_attempt SET phase_at = phase_at - 300000000 WHERE ticket = %s"
LOOKS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def own(stack):
    """The first learner's own question, answered three times, due tomorrow."""
    learner = stack.env["DEMO_LEARNER"]
    (number,) = stack.ask(f"Commits {uuid4().hex[:8]}", learner=learner)
    with BrowserSession(stack.env, learner) as visitor:
        for text in ("I do not know.", "A snapshot, perhaps.", GOOD):
            stack.sql(LONG_AGO, number)
            visitor.answer(number, text)
            visitor.wait(number)
    comments = "SELECT count(*) FROM public.learning_grade_comment WHERE ticket = %s"
    stack.until(comments, 3, number)
    due = "CAST(extract(epoch FROM now() + interval '20 hours') * 1000000 AS bigint)"
    stack.sql(f"UPDATE public.learning_question SET due_at = {due} WHERE ticket = %s", number)
    return number


def no_wider_than_screen(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_learner_reads_a_head_and_no_fields_of_bugs(new_page, sign_in, own, screenshot):
    page = sign_in(new_page(), "learner", f"/trac/ticket/{own}")
    head = page.locator(".learning-head")
    expect(head.locator("h1")).to_contain_text("Commits")
    expect(head).to_contain_text(re.compile(r"(passed|answered), \d+\s%"))
    expect(head).to_contain_text(re.compile("due (today|tomorrow)"))
    text = page.locator("#content").inner_text()
    assert not [field for field in BUG_FIELDS if field in text]

    expect(page.locator("#comment")).to_be_hidden()
    page.get_by_text("Ask or comment", exact=True).click()
    page.locator("#comment").fill("Where is '''this''' in the book?")
    expect(page.locator("#ticketchange strong")).to_have_text("this")
    expect(head).to_be_visible()  # Trac's script exchanged the box meanwhile
    page.locator("input[name=submit]").click()
    expect(page.locator("#changelog")).to_contain_text("in the book?")
    expect(page.locator("#comment")).to_be_hidden()

    older = page.locator(".learning-older")
    expect(older).to_contain_text("older grade")
    expect(older.locator("li").first).to_be_hidden()
    older.locator("summary").click()
    expect(older.locator("li").first).to_contain_text("answer 1")
    counting = page.locator("#changelog").get_by_text("Your answer was graded")
    assert counting.count() in (1, 2), "what counts, and the newest"
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        screenshot(page, f"ticket-learner-{width}-{scheme}")
        no_wider_than_screen(page)


def test_lists_have_the_readers_own_grade(new_page, sign_in, own, screenshot):
    mine = sign_in(new_page(), "learner", "/trac/query?type=question&order=grade&desc=1&max=0")
    row = mine.locator("tr").filter(has=mine.locator(f"a[href$='/ticket/{own}']"))
    expect(row.locator("td.grade")).to_contain_text(re.compile(r"^\s*\d+\s%\s*$"))
    expect(row.locator("td.status")).to_contain_text(re.compile("passed|answered"))
    expect(mine.locator("th", has_text="Due")).to_be_visible()
    screenshot(mine, "ticket-list-learner")
    for format in ("csv", "rss"):
        found = mine.request.get(f"/trac/query?type=question&col=id&col=summary&col=grade&format={format}")
        assert found.ok and "Commits" in found.text()
    other = sign_in(new_page(), "learner_2", "/trac/query?type=question&max=0")
    expect(other.locator(f"a[href$='/ticket/{own}']")).to_have_count(0)
    staff = sign_in(new_page(), "author", "/trac/query?type=question&order=due&max=0")
    row = staff.locator("tr").filter(has=staff.locator(f"a[href$='/ticket/{own}']"))
    expect(row.locator("td.grade")).to_contain_text(re.compile(r"\d+\s%"))
    report = staff.request.get("/trac/timeline?ticket=on&ticket_details=on&wiki=on&learning_paths=on")
    assert report.ok, "the timeline has no page"


def test_author_keeps_all_and_closes_and_opens_the_question(new_page, sign_in, own, screenshot):
    author = sign_in(new_page(), "author", f"/trac/ticket/{own}")
    expect(author.locator(".learning-head")).to_contain_text(re.compile("passed|answered"))
    expect(author.locator("#ticketbox")).to_be_hidden()
    author.get_by_text("All fields of the ticket").click()
    expect(author.locator("#ticketbox")).to_contain_text("Owned by:")
    author.get_by_text("Modify Ticket").click()
    assert author.locator("#action label").count() and "resolve" not in author.locator("#action").inner_text()
    for width, scheme in LOOKS:
        author.set_viewport_size({"width": width, "height": 900})
        author.emulate_media(color_scheme=scheme)
        screenshot(author, f"ticket-author-{width}-{scheme}")
    author.set_viewport_size({"width": 1280, "height": 900})
    author.locator("#action_close_question").check()
    author.locator("#propertyform input[name=submit]").click()
    expect(author.locator(".learning-head")).to_contain_text("closed")
    learner = sign_in(new_page(), "learner", f"/trac/ticket/{own}")
    expect(learner.locator(".learning-head")).to_contain_text("closed")
    expect(learner.locator("#learning")).to_contain_text("takes no answers")
    author.get_by_text("Modify Ticket").click()
    author.locator("#action_open_question").check()
    author.locator("#propertyform input[name=submit]").click()
    expect(author.locator(".learning-head")).to_contain_text(re.compile("passed|answered"))
