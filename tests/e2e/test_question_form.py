"""An author writes a question, sees and tries it, keeps it, and has it released when its time comes."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

NEW = "/trac/learning/question/new"
ANSWER = "A tag is a fixed name for a single commit, and in contrast to a branch it does not move."
STORED = "SELECT revision FROM public.learning_question WHERE ticket = %s"
TOLD = """SELECT count(*) AS n FROM public.learning_outbox
    WHERE ticket = %s AND detail_type = 'QuestionPublished.v1'"""
KNOWN = "SELECT revision FROM grader.questions WHERE ticket = %s"
RELEASED_S = 120
"""Until a scheduled question is out: forms tell time in minutes, and the next one may be too near."""
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def tags():
    return {
        "summary": f"Tags {uuid4().hex[:8]}",
        "question": "What is a tag, and how is it not like a branch?",
        "reference": "A tag is a fixed name for one commit: unlike a branch it never moves on.",
        "label_0": "What it is",
        "criterion_0": "A tag is a fixed name for one commit",
        "weight_0": "2",
        "label_1": "Not like a branch",
        "criterion_1": "Unlike a branch it never moves",
    }


def fill(page, **fields):
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def number(page):
    page.wait_for_url(re.compile(r"/(question|ticket)/\d+"))
    return int(re.search(r"/(?:question|ticket)/(\d+)", page.url)[1])


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def next_minute():
    """The first whole one that is far enough away to be typed."""
    return (datetime.now(UTC) + timedelta(seconds=75)).replace(second=0, microsecond=0)


def schedule(page, at):
    fill(page, publish_at=at.strftime("%Y-%m-%dT%H:%M"), publish_zone="UTC")
    press(page, "Release then")
    expect(page.locator("#notice")).to_contain_text("It is released on")


def test_author_writes_previews_tries_and_releases_at_an_instant(new_page, sign_in, stack, screenshot):
    author = sign_in(new_page(), "author", "/trac/learning")
    author.get_by_role("link", name="New question").first.click()
    author.wait_for_url(f"**{NEW}")
    screenshot(author, "question-new")
    fill(author, **tags())
    expect(author.locator("#preview .learning-question")).to_have_text(tags()["question"])
    expect(author.locator("#preview")).to_contain_text("No source is named")
    author.locator("#find-words").fill("branch")
    author.locator("#find-words").press("Enter")
    expect(author.locator("#found li").first).to_be_visible()
    author.locator("#found button").first.click()
    expect(author.locator("[name=title_0]")).not_to_have_value("")
    expect(author.locator("[name=href_0]")).to_have_value(re.compile("^(learning/|wiki/)"))
    expect(author.locator("#preview")).not_to_contain_text("No source is named")
    screenshot(author, "question-written")
    fill(author, own=ANSWER)
    press(author, "Grade this answer")
    expect(author.locator("#tried")).to_contain_text("It would get")
    expect(author.locator("#tried .learning-point")).to_have_count(2)
    screenshot(author, "question-tried")
    press(author, "Save as a draft")
    expect(author.locator("#notice")).to_contain_text("Learners see nothing of it")
    ticket = number(author)
    path = f"/trac/ticket/{ticket}"
    learner = sign_in(new_page(), "learner", "/trac/learning")
    assert learner.goto(path).status == 403
    for listed in ("/trac/query?status=!closed&max=0", "/trac/timeline?ticket=on", "/trac/learning"):
        learner.goto(listed)
        assert f"/ticket/{ticket}" not in learner.content()
    at = next_minute()
    schedule(author, at)
    author.goto("/trac/learning/questions/drafts")
    screenshot(author, "drafts")
    expect(author.locator("tbody tr").first).to_contain_text("Tags")
    stack.supervisor("trac-sync", "restart")
    assert stack.sql(STORED, ticket) == []
    stack.until(STORED, 1, ticket, seconds=RELEASED_S)
    assert datetime.now(UTC) >= at
    assert stack.sql(TOLD, ticket) == [{"n": 1}]
    stack.until(KNOWN, 1, ticket)
    learner.goto(path)
    learner.get_by_label("Your answer, in your own words").fill(ANSWER)
    press(learner, "Send answer")
    expect(learner.locator("#learning-status")).to_contain_text("Graded", timeout=60_000)
    author.goto(f"{path}#learning-answers")
    author.locator("#learning-answers > summary").click()
    expect(author.locator("#learning-answers")).to_contain_text(ANSWER)
    screenshot(author, "answers-of-learners")


def test_sync_that_is_dead_at_the_instant_and_dies_again_in_it_releases_once(new_page, sign_in, stack):
    author = sign_in(new_page(), "author", NEW)
    fill(author, **tags())
    at = next_minute()
    schedule(author, at)
    ticket = number(author)
    stack.supervisor("trac-sync", "stop")
    order = stack.order_death("trac-sync", "question_released")
    try:
        author.wait_for_timeout(max(0, (at - datetime.now(UTC)).total_seconds() + 3) * 1000)
        assert stack.sql(STORED, ticket) == []
    finally:
        stack.supervisor("trac-sync", "start")
    stack.until(STORED, 1, ticket)
    assert not order.exists()
    stack.until(KNOWN, 1, ticket)
    assert stack.sql(TOLD, ticket) == [{"n": 1}]
    assert stack.sql(STORED, ticket) == [{"revision": 1}]


def test_without_javascript_the_same_is_done_by_buttons(new_page, sign_in, stack, screenshot):
    author = sign_in(new_page(java_script_enabled=False), "author", NEW)
    fill(author, **tags())
    press(author, "Preview")
    expect(author.locator("#preview .learning-question")).to_have_text(tags()["question"])
    author.locator("#find-words").fill("branch")
    press(author, "Find")
    author.locator("#found button").first.click()
    expect(author.locator("[name=href_0]")).to_have_value(re.compile("^(learning/|wiki/)"))
    screenshot(author, "question-without-javascript")
    fill(author, title_1="Gone", href_1="wiki/No/Such/Page")
    press(author, "Release now")
    expect(author.locator("#warning")).to_contain_text("lead nowhere: wiki/No/Such/Page")
    fill(author, title_1="", href_1="")
    press(author, "Release now")
    ticket = number(author)
    assert stack.sql(STORED, ticket) == [{"revision": 1}]
    expect(author.locator(".learning-question")).to_have_text(tags()["question"])


def test_author_sees_the_ticket_as_a_learner(new_page, sign_in, stack, screenshot):
    author = sign_in(new_page(), "author", NEW)
    fill(author, **tags())
    press(author, "Save as a draft")
    ticket = number(author)
    author.get_by_role("link", name="See the ticket as a learner").click()
    expect(author.locator(".learning-as-learner")).to_contain_text("who has not answered yet")
    expect(author.locator(".learning-question")).to_have_text(tags()["question"])
    expect(author.get_by_role("link", name="Learning question")).to_have_count(0)
    expect(author.locator("#learning-answer")).to_be_disabled()
    expect(author.locator("#content form:not([inert])")).to_have_count(0)
    screenshot(author, "as-a-learner")
    author.get_by_role("link", name="Back to the author's page").click()
    expect(author.locator("#notice")).to_contain_text("learners do not see the ticket")
    assert stack.sql(STORED, ticket) == []


def test_form_on_a_phone_is_as_wide_as_the_screen(new_page, sign_in, screenshot):
    phone = sign_in(new_page(**PHONE), "author", NEW)
    fill(phone, **tags())
    expect(phone.locator("#preview .learning-question")).to_have_text(tags()["question"])
    screenshot(phone, "question-new-phone")
    assert fits(phone)
    press(phone, "Save as a draft")
    number(phone)
    phone.goto("/trac/learning/questions/drafts")
    screenshot(phone, "drafts-phone")
    assert fits(phone)
