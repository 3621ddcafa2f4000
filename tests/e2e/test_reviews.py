"""A passed step is to be answered again: listed, counted, answered, and due later than before.

The stack's clock is not moved: a review is made due in Trac's table, where the feed writes it.
"""

import re

import pytest
from playwright.sync_api import expect

from .test_paths import GRADED, NAMELESS, accept, ask, proposed, steps, write_answer

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

REVIEWS = "/trac/learning/reviews"
KNOWN = "SELECT count(*) FROM public.learning_review WHERE ticket = %s AND revision = %s"
MAKE_DUE = """
UPDATE public.learning_review SET due_at = due_at - 259200000000, reviewed_at = reviewed_at - 259200000000
WHERE ticket = %s RETURNING ticket
"""
"""Three days earlier, in microseconds."""
KNOWN_LATER = """
SELECT due_at > now() + interval '1 day' AS later, reviews FROM path_generator.scheduled_reviews
WHERE ticket = %s
"""


@pytest.fixture
def passed(page, sign_in, stack):
    """The address of a path of which the first step is passed, and that step's ticket."""
    sign_in(page, "learner_2")
    address = ask(page, "teach me how locks and deadlocks work")
    proposed(page)
    accept(page)
    ready = page.locator("li.learning-step-ready .learning-step-line a:not(.learning-test-out)").first
    page.goto(ready.get_attribute("href"))
    write_answer(page, stack)
    expect(page.locator("#learning-status")).to_contain_text("Graded", timeout=GRADED)
    ticket = int(re.search(r"/ticket/(\d+)", page.url)[1])
    stack.until(KNOWN, 1, ticket, 1)
    return address, ticket


def due_reviews(page):
    return page.locator("#mainnav").get_by_role("link", name=re.compile("review"))


def test_review_that_is_due_is_listed_answered_and_due_later(page, new_page, passed, stack, screenshot):
    address, ticket = passed
    page.goto(REVIEWS)
    expect(page.locator("#learning-coming")).to_contain_text(f"#{ticket}")
    expect(page.get_by_text("Nothing is due now.")).to_be_visible()
    expect(due_reviews(page)).to_have_count(0)
    page.goto(f"/trac/ticket/{ticket}")
    expect(page.locator("#learning-review")).to_contain_text("its review is due")
    screenshot(page, "review-coming-ticket")

    assert stack.sql(MAKE_DUE, ticket)
    page.goto(address)
    step = steps(page).first
    expect(step.locator(".learning-step-word")).to_contain_text("review due")
    expect(page.locator("#learning-path-done")).to_contain_text("1 of")
    expect(page.locator(".learning-map svg .learning-step-review_due")).to_have_count(1)
    screenshot(page, "review-path")
    expect(due_reviews(page)).to_have_text("1 review due")
    due_reviews(page).click()
    expect(page.locator("#learning-due")).to_contain_text("review due")
    assert NAMELESS.findall(page.locator("#content").aria_snapshot()) == []
    looks(page, new_page, screenshot)
    page.locator("#learning-due").get_by_role("link").click()
    expect(page.locator("#learning-review")).to_contain_text("Review due: you last passed this")
    expect(page.locator(".learning-passage")).not_to_have_attribute("open", "open")
    screenshot(page, "review-ticket")

    expect(page.get_by_label("Your answer, in your own words")).to_have_value("")
    page.locator(".learning-passage summary").click()
    write_answer(page, stack)
    expect(page.locator("#learning-status")).to_contain_text("Graded", timeout=GRADED)
    stack.until(KNOWN, 1, ticket, 2)
    page.goto(address)
    expect(step.locator(".learning-step-word")).to_contain_text("done")
    expect(due_reviews(page)).to_have_count(0)
    assert [(row["later"], row["reviews"]) for row in stack.sql(KNOWN_LATER, ticket)] == [(True, 2)]


def looks(page, new_page, screenshot):
    """The page of reviews, and the ticket, on a phone and in the dark."""
    state = page.context.storage_state()
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)):
        other = new_page(color_scheme=scheme, viewport={"width": width, "height": 800}, storage_state=state)
        for name, address in (("list", REVIEWS), ("ticket", page.locator("#learning-due a").first)):
            other.goto(address if isinstance(address, str) else address.get_attribute("href"))
            assert other.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, scheme, width)
            screenshot(other, f"review-{name}-{scheme}-{width}")
