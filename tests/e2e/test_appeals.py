"""A learner appeals a grade; an author overrides it at the desk; the learner sees why."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

SOON = 60_000
ANSWER = "A commit keeps a picture of every file. It knows the ones that came before."
PLEA = "That it knows its parents is in my second sentence."
WHY = "The second sentence says it: the ones before are its parents."
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.fixture
def ticket(stack):
    """A fresh question that everyone may answer."""
    return stack.ask(f"Appeal {uuid4().hex[:8]}")[0]


def graded(page):
    expect(page.locator("#learning-status")).to_contain_text("Graded", timeout=SOON)


def test_appeal_that_an_author_grants_shows_the_learner_why(stack, new_page, sign_in, ticket, screenshot):
    page = sign_in(new_page(), "learner", f"/trac/ticket/{ticket}")
    page.get_by_label("Your answer, in your own words").fill(ANSWER)
    page.get_by_role("button", name="Send answer").click()
    graded(page)
    was = page.locator(".learning-current .learning-score").inner_text().replace("\xa0", " ")
    page.get_by_text("Ask for a second look").click()
    screenshot(page, "appeal-1-form")
    page.get_by_label("What does the grade overlook?").fill(PLEA)
    page.get_by_role("button", name="Send request").click()
    page.wait_for_url(re.compile(rf"/ticket/{ticket}#learning-attempts"))
    page.evaluate("window.sameDocument = true")
    appealed = page.locator(".learning-appealed")
    expect(appealed).to_contain_text(PLEA)
    expect(appealed).to_contain_text("an author decides", timeout=SOON)
    expect(page.get_by_text("Ask for a second look")).to_have_count(0)
    screenshot(page, "appeal-2-with-author")
    author_grants(sign_in(new_page(), "author", f"/trac/learning/desk/{ticket}"))
    changed = page.locator(".learning-current .learning-changed")
    expect(changed).to_contain_text(f"Your grade changed from {was} to 100 %", timeout=SOON)
    expect(page.locator(".learning-current")).to_contain_text("set by a person")
    expect(appealed).to_contain_text(WHY)
    assert page.evaluate("window.sameDocument"), "the page was loaded again"
    screenshot(page, "appeal-3-decided")
    for options, name in ((PHONE, "appeal-4-phone-dark"), ({"java_script_enabled": False}, "appeal-5-plain")):
        other = new_page(**options)
        sign_in(other, "learner", f"/trac/ticket/{ticket}")
        expect(other.locator(".learning-changed")).to_contain_text("an author took the second look")
        expect(other.locator(".learning-appealed")).to_contain_text(WHY)
        screenshot(other, name)


def author_grants(page):
    expect(page.locator(".learning-plea")).to_contain_text(PLEA)
    for verdict in page.locator("#group-1 input[type=radio][value=yes]").all():
        verdict.check()
    page.get_by_label("Why, in a sentence that the learner reads").fill(WHY)
    page.get_by_role("button", name="Set this grade").click()


def test_question_that_changes_while_somebody_writes_is_not_answered_unseen(
    stack, new_page, sign_in, ticket, screenshot
):
    page = sign_in(new_page(), "learner", f"/trac/ticket/{ticket}")
    page.get_by_label("Your answer, in your own words").fill(ANSWER)
    author = sign_in(new_page(), "author", f"/trac/learning/question/{ticket}")
    author.locator("#question").fill("What does a branch name?")
    author.get_by_role("button", name="Release now").click()
    author.wait_for_url(re.compile(rf"/ticket/{ticket}#learning"))
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("alert")).to_contain_text("was changed after you opened it")
    expect(page.locator(".learning-question")).to_have_text("What does a branch name?")
    expect(page.get_by_label("Your answer, in your own words")).to_have_value(ANSWER)
    screenshot(page, "appeal-6-stale")
    page.get_by_role("button", name="Send answer").click()
    graded(page)
