"""Who signs in finds one thing to do next; a course is learnt from its first question to its last."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .conftest import give_password

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

TEXT = "A commit keeps a snapshot of all the files, as they were when I made it, and names its parents."
MAX_TABS = 3
"""From the first page after a sign-in to the link that goes on; Enter on a link that skips is no tab."""
SIZES = [(1280, 800), (390, 844)]
FOCUSED = "document.activeElement.id"
SKIPS = "(document.activeElement.getAttribute('href') || '').startsWith('#')"


@pytest.fixture(scope="module")
def course(stack):
    """(name, tickets) of a new course of three questions."""
    name = f"Commits {uuid4().hex[:6]}"
    return name, stack.ask(*(f"{n}. {name}" for n in (1, 2, 3)), course=name)


def pictures(page, screenshot, name):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        screenshot(page, f"{name}-{width}")


def tabs_to(page, ident):
    """How often Tab is pressed until this has the focus, where Enter follows a link that skips."""
    for tabs in range(1, 40):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == ident:
            return tabs
        if page.evaluate(SKIPS):
            page.keyboard.press("Enter")
    raise AssertionError("it is never reached")


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("scripts", [True, False])
def test_sign_in_leads_to_the_next_question_in_one_click_and_few_tabs(new_page, stack, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto("/trac")
    give_password(page, stack.env["DEMO_LEARNER_2"], stack.env["DEMO_PASSWORD"])
    page.wait_for_url("**/trac/learning")
    link = page.locator("#learning-continue")
    expect(link).to_have_count(1)
    assert link.bounding_box()["y"] < 400
    if scripts:
        assert tabs_to(page, "learning-continue") <= MAX_TABS
        page.keyboard.press("Enter")
    else:
        link.click()
    page.wait_for_url(re.compile(r"/trac/ticket/\d+#learning"))
    expect(page.locator("#learning textarea[name=answer]")).to_be_visible()
    assert page.goto("/trac/wiki").status == 200


def test_learner_goes_through_a_course_question_by_question(new_page, sign_in, screenshot, course):
    name, tickets = course
    page = sign_in(new_page(), "learner", f"/trac/learning/course/{name}")
    pictures(page, screenshot, "course-new")
    expect(page.locator("#learning-continue")).to_have_text(f"Begin: 1. {name}")
    page.locator("#learning-continue").click()
    for place, ticket in enumerate(tickets):
        page.wait_for_url(re.compile(rf"/trac/ticket/{ticket}(#|$)"))
        page.locator("#learning textarea[name=answer]").fill(TEXT)
        page.locator("#learning form.learning-form input[type=submit]").click()
        expect(page.locator(".learning-current .learning-score")).to_be_visible(timeout=60_000)
        page.goto(f"/trac/learning/course/{name}")
        expect(page.locator(".learning-state-ready")).to_have_count(2 - place)
        if place < 2:
            expect(page.locator("#learning-continue")).to_have_text(f"Continue: {place + 2}. {name}")
            page.locator("#learning-continue").click()
    pictures(page, screenshot, "course-answered")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_home_fits_every_screen(new_page, sign_in, screenshot, course, scheme):
    page = sign_in(new_page(color_scheme=scheme), "learner", "/trac/learning")
    expect(page.locator(".learning-card", has_text=course[0])).to_have_count(1)
    pictures(page, screenshot, f"home-{scheme}")
    page.goto("/trac/learning/courses")
    pictures(page, screenshot, f"courses-{scheme}")
    page = sign_in(new_page(color_scheme=scheme), "author", "/trac/learning")
    pictures(page, screenshot, f"home-author-{scheme}")
    page.goto("/trac/learning/questions")
    pictures(page, screenshot, f"questions-{scheme}")


@pytest.mark.parametrize("scripts", [True, False])
def test_author_puts_a_course_in_order_by_keyboard(new_page, sign_in, screenshot, course, scripts):
    name, (first, second, third) = course
    page = sign_in(
        new_page(java_script_enabled=scripts, color_scheme="dark" if scripts else "light"),
        "author",
        f"/trac/learning/course/{name}",
    )
    up = page.locator(f"button[value='{third} -1']")
    up.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"moved="))
    assert row_tickets(page) == [first, third, second]
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#learning-questions tbody tr").first).to_have_attribute("id", f"question-{third}")
    assert row_tickets(page) == [third, first, second]
    expect(page.get_by_role("heading", name="Where learners fail")).to_be_visible()
    pictures(page, screenshot, f"course-author{'' if scripts else '-without-javascript'}")
    page.get_by_role("button", name="Order by title").click()
    expect(page.locator("#notice")).to_contain_text("order of their titles")
    assert row_tickets(page) == [first, second, third]


def row_tickets(page):
    rows = page.locator("#learning-questions tbody tr")
    return [int(rows.nth(n).get_attribute("id").split("-")[1]) for n in range(rows.count())]
