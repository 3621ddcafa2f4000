"""A learner without a mouse: hint, answer, second look and the next question by access keys, and a search."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .access_keys import press_access_key

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

SOON = 60_000
PART = "It keeps a snapshot of all the files."
MAX_TABS = 80
"""Twice what the query page has before its list: 41 with all its filters."""


@pytest.fixture
def tickets(stack):
    """Two fresh questions of one course."""
    name = f"Keys {uuid4().hex[:8]}"
    return stack.ask(f"1. {name}", f"2. {name}", course=name)


@pytest.fixture
def untouched(page):
    """A page whose pointer does nothing."""
    page.add_init_script(
        "for (const name of ['pointerdown', 'mousedown']) addEventListener(name, e => {"
        " e.preventDefault(); e.stopImmediatePropagation(); }, true);"
    )
    return page


def tab_to(page, selector):
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is never reached")


def test_hint_answer_second_look_and_next_question_by_access_keys(untouched, sign_in, tickets, screenshot):
    page = sign_in(untouched, "learner", f"/trac/ticket/{tickets[0]}")
    page.get_by_label("Your answer, in your own words").focus()
    page.keyboard.type(PART)
    press_access_key(page, "h")
    expect(page.locator("#learning-hints li")).to_have_count(1, timeout=SOON)
    press_access_key(page, "s")
    page.wait_for_url(re.compile("#learning-result"))
    expect(page.locator("#learning-status")).to_contain_text("Graded", timeout=SOON)
    press_access_key(page, "a")
    summary = page.locator("summary", has_text="Ask for a second look")
    expect(page.locator("details[open]").filter(has=summary)).to_have_count(1)
    screenshot(page, "keyboard-1-second-look")
    press_access_key(page, "n")
    page.wait_for_url(re.compile(rf"/ticket/{tickets[1]}#learning"))


def test_question_is_found_by_keyboard_alone(untouched, sign_in, tickets):
    page = sign_in(untouched, "learner", "/trac/learning")
    tab_to(page, "#proj-search")
    page.keyboard.type(f"#{tickets[1]}")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/ticket/{tickets[1]}"))
    page.goto("/trac/query?status=!closed&order=id&desc=1")
    tab_to(page, f"td a[href$='/ticket/{tickets[1]}']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/ticket/{tickets[1]}"))
