"""What an open page is told moves nothing on it: an operator's, an author's."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .layout_shift import OBSERVE, POLLING, forget, shifted

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

TOLD = 60_000
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
