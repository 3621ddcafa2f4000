"""What an open page is told moves nothing on it: an operator's, an author's, a learner's path."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .layout_shift import OBSERVE, POLLING, forget, shifted

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

TOLD = 60_000
PATH = re.compile(r"/trac/learning/path/[0-9a-f-]{36}$")
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SIZES = pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])


@pytest.fixture
def open_page(new_page, sign_in):
    """`open_page(who, path, **options)`: that page, once its loading has moved what it moves."""

    def go(who, path, **options):
        page = new_page(**options)
        page.add_init_script(OBSERVE)
        sign_in(page, who, path)
        page.wait_for_timeout(1_000)
        forget(page)
        return page

    return go


def stands_still(page):
    page.wait_for_timeout(500)
    total, moved = shifted(page)
    assert total < POLLING, moved


@SIZES
def test_operate_page_stands_still_while_learners_begin_to_wait_and_get_grades(
    open_page, new_page, sign_in, stack, options
):
    (ticket,) = stack.ask(f"Still {uuid4().hex[:8]}")
    page = open_page("operator", "/trac/learning/operate", **options)
    stack.supervisor("grader", "stop")
    try:
        answer_box(sign_in(new_page(), "learner", f"/trac/ticket/{ticket}"))
        expect(page.get_by_role("table", name="What learners wait for")).to_be_visible(timeout=TOLD)
    finally:
        stack.supervisor("grader", "start")
    expect(page.get_by_role("table", name="What learners wait for")).to_have_count(0, timeout=TOLD)
    stands_still(page)


def answer_box(page):
    page.get_by_label("Your answer, in your own words").fill("It keeps a snapshot of all the files.")
    page.get_by_label("Your answer, in your own words").press("Control+Enter")
    page.wait_for_url(re.compile("#learning-result"))


@SIZES
def test_material_page_stands_still_while_a_document_becomes_teachable(open_page, tmp_path, options):
    page = open_page("author", "/trac/learning/material?order=newest", **options)
    notes = tmp_path / f"still{uuid4().hex[:8]}.md"
    notes.write_text(f"# Stillness\n\nA page of {notes.stem} stays where it is while its words change.\n")
    page.locator("input[type=file]").first.set_input_files(notes)
    row = page.locator("#learning-documents tr", has=page.get_by_role("link", name=notes.name, exact=True))
    expect(row).to_be_visible(timeout=TOLD)
    page.wait_for_timeout(500)
    forget(page)
    expect(row).to_contain_text("Ready", timeout=2 * TOLD)
    stands_still(page)


@SIZES
def test_path_stands_still_while_its_first_step_is_graded(open_page, new_page, sign_in, stack, options):
    page = open_page("operator", "/trac/learning/paths/new", **options)
    page.get_by_label("What do you want to learn?").fill("how a database survives a crash")
    page.get_by_label("How much time, in minutes").fill("60")
    page.get_by_role("button", name="Ask for a path").click()
    page.wait_for_url(PATH)
    expect(page.get_by_role("button", name="Accept this path")).to_be_visible(timeout=2 * TOLD)
    page.get_by_role("button", name="Accept this path").click()
    first = page.locator("li.learning-step-ready").first
    expect(first).to_be_visible(timeout=TOLD)
    ticket = first.get_by_role("link").first.get_attribute("href")
    page.wait_for_timeout(1_000)
    forget(page)
    answer_box(sign_in(new_page(), "operator", ticket))
    answered = page.locator("li.learning-step", has=page.locator(f"a[href='{ticket}']"))
    expect(answered).to_have_class(re.compile("learning-step-needs_review"), timeout=TOLD)
    stands_still(page)
    page.get_by_text("Rename this path, or give it up").click()
    page.get_by_role("button", name="Give this path up").click()
    expect(page.locator(".learning-path-word")).to_contain_text("Given up")
