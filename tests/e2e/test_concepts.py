"""Authors review suggestions, and rename and merge concepts, in the browser."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

CONCEPTS = "/trac/learning/concepts?subject=Databases"


READY_S = 120
"""The demo course of a fresh stack is still being read."""


def open_concepts(page, sign_in):
    """The page, once there is something to review."""
    sign_in(page, "author", CONCEPTS)
    for _ in range(READY_S):
        if page.locator(".learning-suggestion").count() > 2:
            return page
        page.wait_for_timeout(1000)
        page.reload()
    pytest.fail("The demo course has no suggestions.")


@pytest.fixture
def author(new_page, sign_in):
    return open_concepts(new_page(), sign_in)


def undo(page, said):
    page.get_by_role("button", name=f"Undo: {said}", exact=True).click()


def test_authors_review_suggestions_by_key(author, screenshot):
    suggestions = author.locator(".learning-suggestion")
    expect(author.locator("#suggestions-keys")).to_be_visible()
    first, second, third = (suggestions.nth(number) for number in range(3))
    said = [each.locator("strong").inner_text() for each in (first, second, third)]
    first.focus()
    author.keyboard.press("y")
    expect(second).to_be_focused()
    author.keyboard.press("Control+n")
    author.keyboard.press("n")
    expect(third).to_be_focused()
    expect(first).to_contain_text("Confirmed.")
    expect(second).to_contain_text("Removed.")
    screenshot(author, "concepts-suggestions")
    third.get_by_role("button", name=f"Confirm: {said[2]}", exact=True).click()
    expect(third).to_contain_text("Confirmed.")
    author.reload()
    for each in said:
        expect(author.locator(".learning-suggestion", has_text=each)).to_have_count(0)
        undo(author, each)
        expect(author.locator("#notice")).to_contain_text("The decision is undone.")
    assert {*said} <= {*suggestions.locator("strong").all_inner_texts()}


def test_suggestion_that_is_refused_stays_and_says_why(author, stack):
    first = author.locator(".learning-suggestion").first
    stack.supervisor("indexer", "stop")
    try:
        first.focus()
        author.keyboard.press("y")
        expect(first).to_contain_text("cannot be reached just now")
    finally:
        stack.supervisor("indexer", "start")


def test_suggestions_and_names_without_javascript(new_page, sign_in, screenshot):
    page = open_concepts(new_page(java_script_enabled=False), sign_in)
    expect(page.locator("#suggestions-keys")).to_be_hidden()
    first = page.locator(".learning-suggestion").first
    said = first.locator("strong").inner_text()
    first.get_by_role("button", name=f"Confirm: {said}", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("Confirmed.")
    assert page.url.endswith("#suggestions")
    undo(page, said)
    expect(page.locator("#notice")).to_contain_text("The decision is undone.")

    names = page.locator(".learning-concept-list li > span:first-child")
    one, other = (names.nth(number).inner_text() for number in range(2))
    renaming = page.locator("form", has=page.get_by_role("button", name="Rename", exact=True))
    renaming.get_by_label("Concept").fill(one)
    renaming.get_by_label("new name").fill("Zyxomma")
    renaming.get_by_role("button").click()
    expect(page.locator("#notice")).to_contain_text("Renamed.")
    expect(page.locator(".learning-concept-list li", has_text="Zyxomma")).to_contain_text(f"also: {one}")
    merging = page.locator("form", has=page.get_by_role("button", name="Merge", exact=True))
    merging.get_by_label("Concept").fill(other)
    merging.get_by_label("is a part of").fill(one)
    merging.get_by_role("button").click()
    expect(page.locator("#notice")).to_contain_text("Merged.")
    screenshot(page, "concepts-names")
    undo(page, f"{other} is a part of Zyxomma")
    undo(page, f"{one} is called Zyxomma")
    expect(page.locator(".learning-names")).to_have_count(0)
    expect(names.nth(0)).to_have_text(one)
    expect(names.nth(1)).to_have_text(other)
