"""The ways of an answer on its page: by keyboard, refused at the field, offline, signed out elsewhere,
improved, and on to the next question."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .layout_shift import LOADING, OBSERVE, POLLING, forget, shifted

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

GRADED = 60_000
GOOD = "A commit records a snapshot of the whole tree, and it points to its parents."
PART = "It keeps a snapshot of all the files."
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def ticket(stack):
    """A fresh question that everyone may answer."""
    return stack.ask(f"Ways {uuid4().hex[:8]}")[0]


@pytest.fixture
def answer_page(new_page, sign_in, ticket):
    """`answer_page(**options)` is a learner's page of that question."""

    def go(**options):
        page = new_page(**options)
        page.add_init_script(OBSERVE)
        return sign_in(page, "learner", f"/trac/ticket/{ticket}")

    return go


def box(page):
    return page.get_by_label("Your answer, in your own words")


def graded(page):
    expect(page.locator("#learning-status")).to_contain_text("Graded", timeout=GRADED)


def answers(stack, ticket):
    query = "SELECT answer FROM public.learning_attempt WHERE ticket = %s ORDER BY attempt"
    return [row["answer"] for row in stack.sql(query, ticket)]


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_grade_comes_by_keyboard_with_nothing_jumping_and_the_focus_on_it(
    answer_page, stack, ticket, screenshot, options
):
    page = answer_page(**options)
    page.wait_for_timeout(500)
    total, moved = shifted(page)
    assert total < LOADING, moved
    where = "phone" if options else "desktop"
    screenshot(page, f"ways-1-question-{where}")
    box(page).fill(PART)
    stack.supervisor("grader", "stop")
    try:
        box(page).press("Control+Enter")
        page.wait_for_url(re.compile(rf"/ticket/{ticket}#learning-result"))
        expect(page.locator("#learning-result")).to_be_in_viewport()
        page.wait_for_timeout(1_500)
        screenshot(page, f"ways-2-pending-{where}")
        forget(page)
    finally:
        stack.supervisor("grader", "start")
    graded(page)
    expect(page.locator("#learning-result")).to_be_focused()
    expect(page.locator("#learning-status")).to_contain_text(
        re.compile(r"Graded: \d+ %\. .+ points? (is|are) there")
    )
    page.wait_for_timeout(500)
    total, moved = shifted(page)
    assert total < POLLING, moved
    screenshot(page, f"ways-3-graded-{where}")


def test_who_moved_on_is_not_pulled_back_by_the_grade(page, stack, sign_in, ticket):
    sign_in(page, "learner", f"/trac/ticket/{ticket}")
    box(page).fill(PART)
    stack.supervisor("grader", "stop")
    try:
        page.get_by_role("button", name="Send answer").click()
        page.wait_for_url(re.compile("#learning-result"))
        page.locator("summary", has_text="What you wrote").focus()
        page.keyboard.press("ArrowDown")
    finally:
        stack.supervisor("grader", "start")
    graded(page)
    expect(page.locator("#learning-result")).not_to_be_focused()


def test_improving_shows_what_changed_and_leads_to_the_next_question(
    page, stack, sign_in, ticket, screenshot
):
    (other,) = stack.ask(f"Ways after {uuid4().hex[:8]}")
    sign_in(page, "learner", f"/trac/ticket/{ticket}")
    box(page).fill(PART)
    page.keyboard.press("Control+Enter")
    graded(page)
    again = page.locator("details.learning-again")
    expect(again).to_have_attribute("open", "")
    expect(box(page)).to_have_value(PART)
    expect(page.locator(".learning-current")).not_to_contain_text("Not found yet")
    box(page).fill(PART + " And it points to its parents.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("#learning-result"))
    graded(page)
    changed = page.locator(".learning-current .learning-since-before")
    changed.locator("summary").click()
    expect(changed.locator("ins")).to_contain_text("And it points to its parents")
    page.get_by_text("1 earlier answer").click()
    screenshot(page, "ways-4-history")
    following = page.locator("a.learning-primary")
    expect(following).to_have_count(1)
    expect(following).to_have_attribute("accesskey", "n")
    following.click()
    page.wait_for_url(re.compile(r"/ticket/\d+#learning"))
    assert f"/ticket/{ticket}" not in page.url
    assert other


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
def test_empty_answer_is_refused_at_the_field(answer_page, stack, ticket, screenshot, scripted):
    page = answer_page(java_script_enabled=scripted)
    box(page).fill("   ")
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator("#learning-error")).to_contain_text("Please write an answer first.")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#trac-ticket-title")).to_be_visible()
    screenshot(page, f"ways-5-empty-{'scripted' if scripted else 'plain'}")
    box(page).fill(GOOD)
    page.get_by_role("button", name="Send answer").click()
    page.wait_for_url(re.compile("#learning-result"))
    assert answers(stack, ticket) == [GOOD]


def test_answer_sent_offline_is_kept_and_sent_when_the_connection_is_back(
    page, stack, sign_in, ticket, screenshot
):
    sign_in(page, "learner", f"/trac/ticket/{ticket}")
    box(page).fill(GOOD)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_text("You are offline.")).to_be_visible()
    screenshot(page, "ways-6-offline")
    assert answers(stack, ticket) == []
    page.context.set_offline(False)
    graded(page)
    assert answers(stack, ticket) == [GOOD]


def test_answer_is_sent_after_signing_out_and_in_again_in_another_tab(
    page, stack, sign_in, ticket, screenshot
):
    path = f"/trac/ticket/{ticket}"
    sign_in(page, "learner", path)
    box(page).fill(GOOD)
    other = page.context.new_page()
    other.goto("/trac/logout")
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_timeout(500)
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("heading", name="Not sent yet")).to_be_visible()
    expect(page.locator("textarea[name=answer]")).to_have_value(GOOD)
    screenshot(page, "ways-7-signed-out")
    sign_in(other, "learner", path)
    expect(box(other)).to_have_value(GOOD)
    page.get_by_role("button", name="Send again").click()
    graded(page)
    assert answers(stack, ticket) == [GOOD]


def test_form_of_before_another_sign_in_is_sent_by_one_click_more(page, stack, sign_in, ticket):
    path = f"/trac/ticket/{ticket}"
    sign_in(page, "learner", path)
    box(page).fill(GOOD)
    other = page.context.new_page()
    other.goto("/trac/logout")
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_timeout(500)
    sign_in(other, "learner", path)
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("heading", name="Not sent yet")).to_be_visible()
    page.get_by_role("button", name="Send again").click()
    graded(page)
    assert answers(stack, ticket) == [GOOD]
