"""An author decides at the desk by keyboard alone, and the learner reads why."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from traclearn_local.clients.browser_session import BrowserSession

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

TEXT = "A commit keeps a snapshot of all the files, as they were when I made it."
ARRIVED_S = 60
WORTH = {"yes": 1, "partly": 0.5, "no": 0}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.fixture
def ticket(stack):
    """A question with an answer whose learner asks for a second look."""
    (number,) = stack.ask(f"Desk {uuid4().hex[:8]}")
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as learner:
        learner.answer(number, TEXT)
        learner.wait(number)
    return number


def reload_until(page, locator):
    for _ in range(ARRIVED_S):
        if locator.count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(locator).to_have_count(1)


def appeal(page, ticket):
    page.goto(f"/trac/ticket/{ticket}")
    page.locator("#learning-attempts summary", has_text=re.compile("second look", re.I)).first.click()
    page.get_by_label("What does the grade overlook?").fill("That it was mine is in my last words.")
    page.get_by_role("button", name="Send request").click()


def press_until(page, key, target):
    """Goes on with the key until the target has the focus."""
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never reaches {target}")


def percent_of(radios):
    """What the chosen verdicts earn, of the weights of their points."""
    chosen = radios.evaluate_all("all => all.filter(r => r.checked).map(r => [r.value, +r.dataset.weight])")
    earned = sum(WORTH[verdict] * weight for verdict, weight in chosen)
    return int(100 * earned / sum(weight for _, weight in chosen) + 0.5)


def test_author_decides_by_keyboard_and_learner_reads_why(page, new_page, sign_in, screenshot, ticket):
    learner = sign_in(new_page(), "learner", f"/trac/ticket/{ticket}")
    appeal(learner, ticket)
    sign_in(page, "author", "/trac/learning/desk")
    row = page.locator("#learning-desk a", has_text=f"#{ticket} ")
    reload_until(page, row)
    screenshot(page, "desk")
    press_until(page, "Tab", row)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/learning/desk/{ticket}$"))
    group = page.locator(".learning-group").first
    expect(group).to_contain_text("That it was mine is in my last words.")
    expect(group.locator("mark")).not_to_have_count(0)
    screenshot(page, "desk-ticket")
    radios = group.locator("input[type=radio]")
    press_until(page, "Tab", radios.locator("xpath=self::*[@checked]").first)
    score, share = group.get_by_label("Score in percent"), group.locator(".learning-share")
    before = percent_of(radios)
    expect(share).to_have_text(f"The verdicts earn {before} %.")
    page.keyboard.press("ArrowRight")
    percent = percent_of(radios)
    assert percent != before
    expect(share).to_have_text(f"The verdicts earn {percent} %.")
    expect(score).to_have_attribute("placeholder", f"{percent} (from the points)")
    press_until(page, "Tab", score)
    page.keyboard.type("85")
    press_until(page, "Tab", group.get_by_label("Feedback for the learner"))
    page.keyboard.type("You say what it keeps.")
    press_until(page, "Tab", group.get_by_label("Why, in a sentence"))
    page.keyboard.type("It is in your last words indeed.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notice")).to_contain_text("Decided about 1 answer.")
    expect(page.locator("#decisions")).to_contain_text("85")
    shown = learner.locator("#learning-attempts", has_text="It is in your last words indeed.")
    reload_until(learner, shown)
    expect(shown).to_contain_text("85")
    expect(shown).to_contain_text("set by a person")
    screenshot(learner, "desk-learner")


def test_decision_is_taken_back(page, new_page, sign_in, screenshot, ticket):
    learner = sign_in(new_page(), "learner", f"/trac/ticket/{ticket}")
    before = learner.locator(".learning-current .learning-score").inner_text()
    appeal(learner, ticket)
    author = sign_in(new_page(java_script_enabled=False), "author", f"/trac/learning/desk/{ticket}")
    reload_until(author, author.locator(".learning-group"))
    author.get_by_label("Score in percent").fill("3")
    author.get_by_label("Why, in a sentence").fill("A slip of my hand.")
    author.get_by_role("button", name="Set this grade").click()
    expect(author.locator("#content [role=alert]")).to_contain_text("You typed 3 %, and the verdicts earn")
    author.get_by_role("button", name="Set this grade").click()
    changed = learner.locator(".learning-current .learning-score", has_text=re.compile(r"^3\s%"))
    reload_until(learner, changed)
    expect(learner.locator(".learning-current")).to_contain_text("it is not the sum of the points below")
    author.goto("/trac/learning/desk")
    author.get_by_role("button", name="Take back").first.click()
    expect(author.locator("#notice")).to_contain_text("Taken back.")
    reload_until(learner, learner.locator(".learning-current .learning-score", has_text=before))


def test_desk_on_a_phone_in_the_dark(new_page, sign_in, screenshot, ticket):
    learner = sign_in(new_page(), "learner", f"/trac/ticket/{ticket}")
    appeal(learner, ticket)
    phone = sign_in(new_page(**PHONE), "author", f"/trac/learning/desk/{ticket}")
    reload_until(phone, phone.locator(".learning-group"))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(phone, "desk-phone")
    for name in ("grades", "spending", "rulings"):
        phone.goto(f"/trac/learning/{name}")
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        expect(phone.locator("#content [role=alert]")).to_have_count(0)
        screenshot(phone, f"{name}-phone")
