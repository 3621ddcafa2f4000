"""A learner asks for a path, accepts it, answers its first tickets and sees the next step unlock.

Each test has a learner or a subject of its own: what is mastered is left out of the next path. So they want a
stack in which these learners have accepted no path yet.
"""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

NEW = "/trac/learning/paths/new"
READY = 120_000
"""ms. The first path of a fresh stack waits for the model and for the demo course."""
GRADED = 60_000
PATH = re.compile(r"/trac/learning/path/[0-9a-f-]{36}$")
REFERENCE = "SELECT content ->> 'reference' AS reference FROM grader.questions WHERE ticket = %s"
NAMELESS = re.compile(r"- (button|checkbox|combobox|link|spinbutton|textbox|table)(:|$)", re.M)
"""What a screen reader could only call by its kind, in an ARIA snapshot."""


def ask(page, goal, minutes=120):
    page.goto(NEW)
    page.get_by_label("What do you want to learn?").fill(goal)
    page.get_by_label("How hard").select_option("2")
    page.get_by_label("How much time, in minutes").fill(str(minutes))
    page.get_by_role("button", name="Ask for a path").click()
    page.wait_for_url(PATH)
    return page.url


def steps(page):
    return page.locator("li.learning-step")


def proposed(page):
    """The open page says so, without loading it by hand."""
    expect(page.get_by_role("button", name="Accept this path")).to_be_visible(timeout=READY)


def wait_by_hand(page):
    """Without JavaScript."""
    again = page.get_by_role("link", name="Look again")
    accept = page.get_by_role("button", name="Accept this path")
    for _ in range(READY // 1000):
        expect(again.or_(accept).first).to_be_visible()
        if accept.count():
            return
        page.wait_for_timeout(1000)
        again.click()
        page.wait_for_load_state()
    proposed(page)


def accept(page):
    page.get_by_role("button", name="Accept this path").click()
    expect(page.locator(".learning-path-word")).to_contain_text("Accepted")
    told = re.compile(r"\d+ of \d+ steps? (is|are) done")
    expect(page.locator(".learning-path-done")).to_contain_text(told)


def needed_tickets(page, locked):
    """Addresses of the tickets that come before a step, and before those, the first to be answered first."""
    found, waiting = [], [locked]
    while waiting:
        step = waiting.pop()
        for link in step.locator(".learning-needs a").all():
            before = page.locator(f"li{link.get_attribute('href')}")
            address = before.locator(".learning-step-line a:not(.learning-test-out)").get_attribute("href")
            if address not in found:
                found.append(address)
                waiting.append(before)
    return list(reversed(found))


def write_answer(page, stack, read=True):
    """As who has understood the passage: the whole of it would be refused, or too long.

    `read`: the passage is shown.
    """
    if read:
        expect(page.locator(".learning-passage-text")).to_be_visible()
    ticket = int(re.search(r"/ticket/(\d+)", page.url)[1])
    stack.until(f"SELECT count(*) FROM ({REFERENCE}) AS known", 1, ticket)
    (known,) = stack.sql(REFERENCE, ticket)
    page.get_by_label("Your answer, in your own words").fill(f"As I understood it: {known['reference']}")
    page.get_by_role("button", name="Send answer").click()
    page.wait_for_url(re.compile("#learning"))


def test_a_path_is_asked_for_accepted_and_its_next_step_unlocks(page, sign_in, new_page, stack, screenshot):
    sign_in(page, "learner", "/trac/learning")
    page.locator("#ctxtnav").get_by_role("link", name="Paths").click()
    expect(page.get_by_role("link", name="New path")).to_be_visible()
    address = ask(page, "teach me how locks and deadlocks work")
    screenshot(page, "path-waiting")
    proposed(page)
    screenshot(page, "path-proposed")
    count = steps(page).count()
    assert count > 1
    expect(steps(page).first.locator(".learning-reason")).not_to_be_empty()
    expect(steps(page).first.locator(".learning-source")).not_to_be_empty()
    links = page.locator(".learning-map svg .node a")
    assert links.count() == count
    assert stack.sql("SELECT 1 FROM public.learning_step WHERE path = %s", address.rpartition("/")[2]) == []
    other = sign_in(new_page(), "learner_2")
    assert other.request.get(address).status == 404
    accept(page)
    screenshot(page, "path-accepted")
    links = steps(page).locator(".learning-step-line a:not(.learning-test-out)")
    tickets = links.evaluate_all("all => all.map(a => a.pathname)")
    assert len(tickets) == count
    assert {other.request.get(ticket).status for ticket in tickets} <= {403, 404}
    locked = page.locator("li.learning-step-locked").first
    expect(locked).to_be_visible()
    place = locked.get_attribute("id")
    locked_ticket = locked.locator(".learning-step-line a:not(.learning-test-out)").get_attribute("href")
    needed = needed_tickets(page, locked)
    watching = page.context.new_page()
    watching.goto(address)
    below = watching.locator(f"li#{place}").bounding_box()
    page.goto(locked_ticket)
    expect(page.locator(".learning-lock")).to_contain_text("Better first:")
    screenshot(page, "path-ticket-locked")
    for ticket in needed:
        page.goto(ticket)
        expect(page.locator(".learning-place")).to_contain_text(f"of {count} of")
        screenshot(page, "path-ticket")
        write_answer(page, stack)
        expect(page.locator(".learning-passage")).not_to_have_attribute("open", "open")
        expect(page.locator("#learning-status")).to_contain_text("Graded", timeout=GRADED)
    expect(watching.locator(f"li#{place} .learning-step-word")).to_contain_text("ready", timeout=GRADED)
    expect(watching.locator("#learning-path-done")).to_contain_text(f"{len(needed)} of {count} steps")
    expect(watching.locator(".learning-map svg .learning-step-done")).to_have_count(len(needed))
    assert watching.locator(f"li#{place}").bounding_box() == below, "nothing moves"
    page.goto(address)
    expect(page.locator("li.learning-step-done")).to_have_count(len(needed))
    expect(page.locator(f"li#{place} .learning-step-word")).to_contain_text("ready")
    page.goto(locked_ticket)
    expect(page.locator(".learning-lock")).to_have_count(0)


def test_path_is_asked_for_and_accepted_without_javascript(new_page, sign_in, stack):
    page = sign_in(new_page(java_script_enabled=False), "learner_2", "/trac/learning/paths")
    address = ask(page, "teach me how the write-ahead log survives a crash")
    wait_by_hand(page)
    accept(page)
    locked = page.locator("li.learning-step-locked").first
    expect(locked).to_be_visible()
    place = locked.get_attribute("id")
    needed = needed_tickets(page, locked)
    for ticket in needed:
        page.goto(ticket)
        write_answer(page, stack)
        for _ in range(GRADED // 1000):
            if "Graded" in page.locator("#learning-attempts .learning-phase").first.inner_text():
                break
            page.wait_for_timeout(1000)
            page.reload()
    page.goto(address)
    expect(page.locator("li.learning-step-done")).to_have_count(len(needed))
    expect(page.locator(f"li#{place} .learning-step-word")).to_contain_text("ready")


def test_a_dropped_step_gets_no_ticket_and_a_second_click_makes_none(page, sign_in, stack):
    sign_in(page, "author")
    address = ask(page, "teach me how indexes and B-trees make queries fast")
    proposed(page)
    count = steps(page).count()
    assert count > 1
    dropped = steps(page).last
    title = dropped.locator("strong").inner_text()
    dropped.get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Accept this path").dblclick(no_wait_after=True)
    expect(page.locator(".learning-path-word")).to_contain_text("Accepted")
    expect(page.locator(".learning-skipped", has_text="when the path was accepted")).to_contain_text(title)
    query = "SELECT count(*) FROM public.learning_step WHERE path = %s"
    stack.until(query, count - 1, address.rpartition("/")[2])
    echoed = "SELECT count(*) FROM public.learning_outbox WHERE echoed IS NULL AND data LIKE %s"
    stack.until(echoed, 0, f"%{address.rpartition('/')[2]}%")


def test_a_path_is_renamed_and_given_up_without_javascript(new_page, sign_in, screenshot):
    page = sign_in(new_page(java_script_enabled=False), "author", "/trac/learning/paths")
    address = ask(page, "teach me how constraints keep rows consistent")
    wait_by_hand(page)
    accept(page)
    page.get_by_text("Rename this path, or give it up").click()
    page.get_by_label("Title").fill("For the exam")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", name="For the exam")).to_be_visible()
    page.get_by_text("Rename this path, or give it up").click()
    expect(page.locator(".learning-consequences")).to_contain_text("Not answered, will be closed:")
    screenshot(page, "path-give-up")
    closing = page.locator(".learning-consequences li", has_text="will be closed")
    ticket = closing.get_by_role("link").first.get_attribute("href")
    page.get_by_role("button", name="Give this path up").click()
    expect(page.locator("#notice")).to_contain_text("You gave the path up.")
    expect(page.locator(".learning-path-word")).to_contain_text("Given up")
    screenshot(page, "path-given-up")
    page.get_by_role("link", name="Ask for it again").click()
    expect(page.get_by_label("What do you want to learn?")).to_have_value(re.compile("constraints keep rows"))
    page.goto(ticket)
    expect(page.locator(".learning-head")).to_contain_text("closed")
    page.goto(address)
    expect(page.get_by_role("button", name="Accept this path")).to_have_count(0)


def test_what_the_material_does_not_teach_is_said(page, sign_in, screenshot):
    sign_in(page, "learner")
    ask(page, f"teach me to bake pancakes with blueberries {uuid4().hex[:4]}")
    expect(page.locator(".learning-unavailable")).to_contain_text("does not teach this", timeout=READY)
    expect(page.get_by_label("What do you want to learn?")).to_have_value(re.compile("pancakes"))
    screenshot(page, "path-unavailable")


def test_a_goal_that_is_empty_or_too_long_is_refused_and_kept(page, sign_in):
    sign_in(page, "learner")
    page.goto(NEW)
    goal = page.get_by_label("What do you want to learn?")
    page.locator(".learning-ask").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Ask for a path").click()
    expect(page.locator("#warning")).to_contain_text("Please say what you want to learn.")
    goal.fill("word " * 201)
    page.get_by_role("button", name="Ask for a path").click()
    expect(page.locator("#warning")).to_contain_text("1,005 characters; 1,000 is the most")
    expect(goal).to_have_value("word " * 201)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_and_all_that_can_be_used_has_a_name(new_page, sign_in, scheme, width, screenshot):
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    sign_in(page, "operator", "/trac/learning/paths")
    address = ask(page, f"teach me how snapshots and row versions work {scheme} {width}")
    proposed(page)
    for number, place in enumerate(("/trac/learning/paths", NEW, address)):
        page.goto(place)
        name = f"path-{number}-{scheme}-{width}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert NAMELESS.findall(page.locator("#content").aria_snapshot()) == [], name
        screenshot(page, name)
