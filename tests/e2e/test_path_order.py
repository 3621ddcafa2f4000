"""A learner puts a path's steps in another order before accepting it, and tests out of one.

As in `test_paths`, each test has a learner or a subject of its own.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_paths import GRADED, NAMELESS, accept, ask, proposed, steps, wait_by_hand, write_answer

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

PHONE = {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"}


def titles(page):
    return steps(page).locator("strong").all_inner_texts()


def movable(page):
    """Titles of a step that can come earlier, and of the one that is before it now."""
    button = page.locator(".learning-moves [name=earlier]:not([aria-disabled])").first
    title = button.get_attribute("aria-label").removeprefix("Earlier: ")
    return title, titles(page)[titles(page).index(title) - 1]


def swapped(order, title, other):
    return [{title: other, other: title}.get(each, each) for each in order]


def test_steps_are_moved_by_keyboard_and_accepted_in_that_order(page, sign_in, stack, screenshot):
    sign_in(page, "author")
    address = ask(page, "teach me how replication and failover work")
    proposed(page)
    first = titles(page)
    title, other = movable(page)
    dropped = page.get_by_role("checkbox", name=first[-1])
    dropped.uncheck()
    page.evaluate("window.stillHere = true")
    button = page.get_by_role("button", name=f"Earlier: {title}", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#learning-moved")).to_have_text(
        f"{title} is now step {first.index(title)} of {len(first)}."
    )
    order = swapped(first, title, other)
    assert titles(page) == order
    expect(button).to_be_focused()
    expect(dropped).not_to_be_checked()
    expect(page.locator(".learning-map svg")).to_contain_text(f"{order.index(title) + 1}. ")
    assert page.evaluate("window.stillHere"), "nothing was loaded anew"
    later = page.get_by_role("button", name=f"Later: {title}", exact=True)
    later.press("Space")
    expect(page.locator("#learning-moved")).to_contain_text(f"is now step {first.index(title) + 1}")
    assert titles(page) == first
    button.click(click_count=2, delay=20)
    expect(page.locator("#learning-moved")).not_to_contain_text(f"is now step {first.index(title) + 1}")
    dropped.check()
    screenshot(page, "path-order")
    order = titles(page)
    assert stack.sql("SELECT 1 FROM public.learning_step WHERE path = %s", address.rpartition("/")[2]) == []
    accept(page)
    assert titles(page) == order
    places = "SELECT n, summary FROM public.learning_step JOIN public.ticket ON id = ticket WHERE path = %s"
    taken = sorted((row["n"], row["summary"]) for row in stack.sql(places, address.rpartition("/")[2]))
    assert taken == list(enumerate(order, 1))
    echoed = "SELECT count(*) FROM public.learning_outbox WHERE echoed IS NULL AND data LIKE %s"
    stack.until(echoed, 0, f"%{address.rpartition('/')[2]}%")
    page.reload()
    assert titles(page) == order
    steps(page).nth(1).locator(".learning-step-line a:not(.learning-test-out)").first.click()
    place = page.locator(".learning-place", has_text=f"Step 2 of {len(order)} ")
    expect(place).to_have_count(1)


def test_what_is_needed_comes_first(page, sign_in, screenshot):
    sign_in(page, "operator")
    ask(page, "teach me how a deadlock comes about and is resolved")
    proposed(page)
    first = titles(page)
    needed = page.locator(".learning-moves [name=later][aria-disabled]").first
    title = needed.get_attribute("aria-label").removeprefix("Later: ")
    expect(needed).to_be_disabled()
    expect(needed).to_have_accessible_description(re.compile(f"{re.escape(title)} comes first: .* needs it"))
    needed.dispatch_event("click")
    expect(page.locator("#learning-moved")).to_contain_text(f"{title} comes first:")
    assert titles(page) == first
    page.get_by_role("checkbox", name=title, exact=True).uncheck()
    free = page.get_by_role("button", name=f"Later: {title}", exact=True)
    expect(free).to_be_enabled()
    free.click()
    expect(page.locator("#learning-moved")).to_contain_text(f"{title} is now step")
    page.get_by_role("checkbox", name=title, exact=True).check()
    page.get_by_role("button", name="Accept this path").click()
    expect(page.locator("#warning")).to_contain_text(f"{title} comes first:")
    assert titles(page) != first, "the order stays"
    screenshot(page, "path-order-refused")


def test_steps_are_moved_without_javascript(new_page, sign_in, screenshot):
    page = sign_in(new_page(java_script_enabled=False), "author", "/trac/learning/paths")
    ask(page, "teach me how replication and failover work")
    wait_by_hand(page)
    first = titles(page)
    title, other = movable(page)
    page.get_by_role("checkbox", name=other, exact=True).uncheck()
    page.get_by_role("button", name=f"Earlier: {title}", exact=True).click()
    expect(page.locator("#learning-moved")).to_contain_text(f"{title} is now step {first.index(title)}")
    assert titles(page) == swapped(first, title, other)
    expect(page.get_by_role("checkbox", name=other, exact=True)).not_to_be_checked()
    screenshot(page, "path-order-plain")
    accept(page)
    assert titles(page) == [each for each in swapped(first, title, other) if each != other]


@pytest.mark.parametrize("script", [True, False])
def test_a_locked_step_is_tested_out_of(new_page, sign_in, stack, screenshot, script):
    who = "learner" if script else "learner_2"
    look = {} if script else PHONE
    page = sign_in(new_page(java_script_enabled=script, **look), who, "/trac/learning/paths")
    address = ask(page, "teach me how snapshots and row versions work")
    proposed(page) if script else wait_by_hand(page)
    accept(page)
    locked = page.locator("li.learning-step-locked").last
    title, place = locked.locator("strong").inner_text(), locked.get_attribute("id")
    screenshot(page, f"path-test-out-offered-{script}")
    page.get_by_role("link", name=f"Test out: {title}", exact=True).click()
    expect(page.locator(".learning-testing")).to_contain_text("You are testing out of this step.")
    expect(page.locator(".learning-lock")).to_contain_text("Better first:")
    expect(page.locator(".learning-passage")).to_have_count(0)
    screenshot(page, f"path-test-out-{script}")
    page.get_by_role("link", name="Show the passage, and do not test out").click()
    expect(page.locator(".learning-passage-text")).to_be_visible()
    expect(page.locator(".learning-testing")).to_have_count(0)
    page.get_by_role("link", name="Test out", exact=True).click()
    write_answer(page, stack, read=False)
    for _ in range(GRADED // 1000):
        if "Graded" in page.locator("#learning-attempts .learning-phase").first.inner_text():
            break
        page.wait_for_timeout(1000)
        page.reload()
    page.goto(address)
    expect(page.locator(f"li#{place} .learning-step-word")).to_contain_text("done")
    expect(page.locator("#learning-not-needed")).to_contain_text("You can leave out")
    expect(page.locator("li.learning-step-not_needed .learning-step-word").first).to_contain_text(
        "not needed"
    )
    drawn = page.locator(".learning-map svg .learning-step-not_needed").first
    expect(drawn).to_be_visible(visible=script)  # a phone has the list alone
    screenshot(page, f"path-not-needed-{script}")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_fits_and_its_buttons_have_names(new_page, sign_in, scheme, width, screenshot):
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    sign_in(page, "operator", "/trac/learning/paths")
    ask(page, f"teach me how a deadlock comes about and is resolved {scheme} {width}")
    proposed(page)
    page.locator(".learning-moves [name=earlier][aria-disabled]").last.focus()
    name = f"path-order-{scheme}-{width}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert NAMELESS.findall(page.locator("#content").aria_snapshot()) == [], name
    screenshot(page, name)
