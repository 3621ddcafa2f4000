"""A learner asks for a hint while writing, sees before what it costs, and has a grade's item explained."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

SOON = 60_000
DRAFT = "A commit keeps a picture of every file."
COST = "A hint takes 10 of 100 points from the score of this answer and of later ones."
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.fixture
def ticket(stack, new_page, sign_in):
    """A fresh question that everyone may answer; each hint takes a tenth of the score."""
    number = stack.ask(f"Hint {uuid4().hex[:8]}")[0]
    author = sign_in(new_page(), "author", f"/trac/learning/question/{number}")
    author.get_by_label("What a hint takes from the score, in percent").fill("10")
    author.get_by_role("button", name="Release now").click()
    author.wait_for_url(re.compile(rf"/ticket/{number}#learning"))
    return number


def box(page):
    return page.get_by_label("Your answer, in your own words")


def test_hint_comes_to_the_open_page_and_lowers_the_score_that_counts(
    stack, new_page, sign_in, ticket, screenshot
):
    page = sign_in(new_page(), "learner", f"/trac/ticket/{ticket}")
    page.evaluate("window.sameDocument = true")
    box(page).fill(DRAFT)
    hints = page.locator("#learning-hints")
    expect(hints).to_contain_text(COST)
    expect(hints).to_contain_text("100 can still be reached")
    screenshot(page, "hint-1-before")
    page.get_by_role("button", name="Hint", exact=True).press("Enter")
    expect(hints.locator("li")).to_have_count(1, timeout=SOON)
    expect(page.locator("#learning-hint-status")).to_have_text(hints.locator("li").inner_text())
    expect(page.get_by_role("button", name="Another hint")).to_be_focused()
    expect(hints).to_contain_text("90 can still be reached")
    expect(box(page)).to_have_value(DRAFT)
    page.get_by_role("button", name="Another hint").click()
    expect(hints).to_contain_text("There is nothing more to tell", timeout=SOON)  # and it cost nothing
    expect(hints).to_contain_text("90 can still be reached")
    assert page.evaluate("window.sameDocument"), "the page was loaded again"
    screenshot(page, "hint-2-given")
    secret = stack.sql("SELECT reference FROM public.learning_question WHERE ticket = %s", ticket)[0][
        "reference"
    ]
    assert secret not in hints.inner_text()
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator("#learning-status")).to_contain_text("Graded", timeout=SOON)
    explain(page)
    screenshot(page, "hint-3-explained")
    again = sign_in(new_page(**PHONE), "learner", f"/trac/ticket/{ticket}")
    expect(again.locator(".learning-explained")).to_have_count(1)
    expect(again.locator("#learning-hints")).to_contain_text("90 can still be reached")
    screenshot(again, "hint-4-phone-dark")
    expect(page.locator(".learning-counting")).to_contain_text("10 % for one hint", timeout=SOON)


def explain(page):
    item = page.locator(".learning-current .learning-items li").first
    item.get_by_role("button", name=re.compile("^Explain: ")).click()
    expect(item.locator(".learning-explained")).to_be_visible(timeout=SOON)
    expect(item.locator(".learning-explained")).to_be_focused()


def test_hint_without_javascript_keeps_the_draft(new_page, sign_in, ticket, screenshot):
    page = sign_in(new_page(java_script_enabled=False), "learner_2", f"/trac/ticket/{ticket}")
    box(page).fill(DRAFT)
    page.get_by_role("button", name="Hint", exact=True).click()
    expect(page.locator("#learning-hints li")).to_have_count(1)
    expect(box(page)).to_have_value(DRAFT)
    screenshot(page, "hint-5-plain")
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator("#learning-attempts")).to_contain_text("Your answer")
