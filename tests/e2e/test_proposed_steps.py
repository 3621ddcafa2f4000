"""An answer shows a gap: the step that closes it is proposed beside the path, and taken or not.

A path has a gap where its learner leaves out what another step builds on.
"""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .test_path_retired import ask_until_both, goal_of, teach_bread
from .test_paths import GRADED, NAMELESS, READY, accept, ask, steps

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

ADDED = "li.learning-step-added"
BAD = "I have no idea, and I would rather talk about gardening and the weather."


def leave_a_gap(page):
    """Drops what the last step with a need builds on; the titles of the two."""
    needing = page.locator("li.learning-step", has=page.locator(".learning-needs")).last
    need = needing.locator(".learning-needs a").first
    missing = page.locator(f"li{need.get_attribute('href')}")
    missing.get_by_role("checkbox").uncheck()
    return missing.locator("strong").inner_text(), needing.locator("strong").inner_text()


def answer_badly(page, graded):
    """Goes to the step's ticket and does so."""
    page.locator(".learning-step-line").get_by_role("link", name=graded, exact=True).click()
    page.get_by_label("Your answer, in your own words").fill(BAD)
    page.get_by_role("button", name="Send answer").click()
    page.wait_for_url(re.compile("#learning"))


@pytest.fixture
def goal(new_page, sign_in, tmp_path):
    """Of a course that says itself what needs what."""
    marker = f"zp{uuid4().hex[:6]}"
    teach_bread(sign_in(new_page(), "author"), tmp_path, marker)
    return goal_of(marker)


def test_low_grade_proposes_a_step_that_becomes_the_ticket_before(page, goal, sign_in, stack, screenshot):
    sign_in(page, "operator", "/trac/learning/paths")
    address = ask_until_both(page, goal)
    missing, graded = leave_a_gap(page)
    accept(page)
    watching = page.context.new_page()
    watching.goto(address)
    answer_badly(page, graded)
    expect(page.locator("#learning-status")).to_contain_text("Graded", timeout=GRADED)
    expect(page.locator(".learning-next-added")).to_contain_text(missing, timeout=GRADED)
    screenshot(page, "gap-ticket")
    expect(watching.locator("#learning-look")).to_be_visible(timeout=GRADED)
    watching.close()
    page.locator(".learning-next-added").get_by_role("link", name=missing).click()
    added = page.locator(ADDED)
    expect(added).to_contain_text(f"Step: {missing}")
    expect(added.locator(".learning-reason")).to_contain_text(f"“{graded}”, which builds on this")
    expect(page.locator(".learning-map svg .learning-step-added")).to_have_count(1)
    assert NAMELESS.findall(page.locator("#content").aria_snapshot()) == []
    screenshot(page, "gap-path")
    count = steps(page).count()
    added.get_by_role("button", name="Add this step").dblclick(no_wait_after=True)
    expect(page.locator(ADDED)).to_have_count(0)
    expect(steps(page)).to_have_count(count)
    titles = steps(page).locator(".learning-step-line strong").all_inner_texts()
    assert len(titles) == count and titles.index(missing) + 1 == titles.index(graded)
    screenshot(page, "gap-added")
    path = address.rpartition("/")[2]
    stack.until("SELECT count(*) FROM public.learning_step WHERE path = %s", count, path)
    echoed = "SELECT count(*) FROM public.learning_outbox WHERE echoed IS NULL AND data LIKE %s"
    stack.until(echoed, 0, f"%{path}%")
    bound = "SELECT count(*) FROM path_generator.tickets WHERE path = %s"
    stack.until(bound, count, path)
    page.reload()
    assert steps(page).locator(".learning-step-line strong").all_inner_texts() == titles
    page.locator(".learning-step-line").get_by_role("link", name=missing, exact=True).click()
    expect(page.locator(".learning-passage-text")).to_be_visible()
    expect(page.get_by_role("button", name="Send answer")).to_be_visible()


def test_step_is_declined_on_a_dark_phone_without_javascript(new_page, sign_in, screenshot):
    page = new_page(java_script_enabled=False, color_scheme="dark", viewport={"width": 390, "height": 800})
    sign_in(page, "author", "/trac/learning/paths")
    address = ask(page, "teach me how replication keeps copies of a database")
    reload_until(page, lambda: page.get_by_role("button", name="Accept this path").count(), READY)
    missing, graded = leave_a_gap(page)
    accept(page)
    count = steps(page).count()
    answer_badly(page, graded)
    page.goto(address)
    reload_until(page, lambda: page.locator(ADDED).count(), GRADED)
    expect(page.locator(ADDED)).to_contain_text(missing)
    screenshot(page, "gap-path-dark-390")
    page.get_by_role("button", name="No, thanks").click()
    expect(page.locator("#notice")).to_contain_text("The path stays as it was.")
    for _ in range(3):
        page.reload()
        expect(page.locator(ADDED)).to_have_count(0)
        page.wait_for_timeout(1000)
    assert steps(page).count() == count


def reload_until(page, look, timeout):
    for _ in range(timeout // 1000):
        if look():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(page.url)
