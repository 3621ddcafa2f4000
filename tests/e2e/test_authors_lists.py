"""What learners asked for in vain, and were asked, comes to authors; with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from .test_paths import accept, ask, proposed, steps

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

GAPS = "/trac/learning/gaps"
QUESTIONS = "/trac/learning/questions/generated"
ARRIVED_S = 60
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def reload_until(page, locator):
    for _ in range(ARRIVED_S):
        if locator.count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(locator).to_have_count(1)


def test_goal_that_is_not_covered_becomes_a_gap(page, new_page, sign_in, screenshot):
    sign_in(page, "learner_2", "/trac/learning/paths")
    for goal in ("teach me to carve wooden violins", "Teach me to carve WOODEN violins!"):
        ask(page, goal)
        expect(page.locator(".learning-path-word")).to_contain_text("Not available", timeout=120_000)
    author = sign_in(new_page(java_script_enabled=False), "author", GAPS)
    row = author.locator("#learning-gaps tbody tr", has_text="violins")
    reload_until(author, row)
    expect(row).to_contain_text("teach me to carve wooden violins")
    expect(row.locator("td").nth(1)).to_have_text("1")
    expect(row.locator("td").nth(2)).to_have_text("2")
    screenshot(author, "gaps")
    phone = sign_in(new_page(**PHONE), "author", GAPS)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(phone, "gaps-phone")


@pytest.mark.parametrize("scripts", [True, False])
def test_authors_decide_on_a_generated_question(page, new_page, sign_in, screenshot, scripts):
    sign_in(page, "learner", "/trac/learning/paths")
    ask(page, f"teach me about {'transactions' if scripts else 'indexes'}")
    proposed(page)
    author = sign_in(new_page(java_script_enabled=scripts), "author", f"{QUESTIONS}?state=drafted")
    questions = author.locator(".learning-generated > li")
    reload_until(author, questions.first)
    withdrawn = questions.filter(has=author.get_by_role("button", name="Withdraw")).first
    said = withdrawn.locator("h2").inner_text()
    ident = withdrawn.get_attribute("id")
    withdrawn.get_by_role("button", name="Withdraw").click()
    expect(author.locator("#notice")).to_contain_text("Sent.")
    author.goto(f"{QUESTIONS}?state=withdrawn")
    arrived = author.locator(f"#{ident} .learning-stand", has_text="withdrawn").filter(has_not_text="sent")
    reload_until(author, arrived)
    expect(author.locator(f"#{ident} h2")).to_have_text(said)
    author.locator(f"#{ident}").get_by_role("button", name="Approve").click()
    author.goto(f"{QUESTIONS}?state=approved")
    reload_until(author, author.locator(f"#{ident}"))
    author.locator(f"#{ident}").get_by_role("link", name="Edit").click()
    author.get_by_label("Question").fill("What is it, in your own words?")
    screenshot(author, f"generated-question-form{'' if scripts else '-without-javascript'}")
    author.get_by_role("button", name="Save").click()
    author.goto(f"{QUESTIONS}?state=edited")
    reload_until(author, author.locator(f"#{ident}"))
    expect(author.locator(f"#{ident} h2")).to_have_text("What is it, in your own words?")
    expect(author.locator(f"#{ident}")).to_contain_text(said)
    author.goto(QUESTIONS)
    screenshot(author, f"generated-questions{'' if scripts else '-without-javascript'}")
    if scripts:
        phone = sign_in(new_page(**PHONE), "author", QUESTIONS)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        screenshot(phone, "generated-questions-phone")


def test_question_that_makes_no_sense_is_skipped_and_comes_first(new_page, sign_in, screenshot):
    page = sign_in(new_page(java_script_enabled=False), "learner_2", "/trac/learning/paths")
    address = ask(page, "teach me how locks and deadlocks work")
    reload_until(page, page.get_by_role("button", name="Accept this path"))
    accept(page)
    ready = steps(page).filter(has_text="ready").first
    place = ready.get_attribute("id")
    page.goto(ready.locator(".learning-step-line a:not(.learning-test-out)").first.get_attribute("href"))
    page.locator(".learning-dispute summary").click()
    page.get_by_label("What is wrong with it?").fill("It is half a sentence.")
    screenshot(page, "dispute")
    asked = page.locator(".learning-question").inner_text()
    page.get_by_role("button", name="Tell authors and skip this step").click()
    expect(page.locator(".learning-skipped-step")).to_contain_text("Skipped")
    screenshot(page, "dispute-skipped")
    page.goto(address)
    expect(page.locator(f"#{place} .learning-step-word")).to_contain_text("skipped")
    expect(page.locator(".learning-path-done")).to_contain_text(re.compile("1 is skipped"))
    screenshot(page, "path-skipped")
    author = sign_in(new_page(), "author", QUESTIONS)
    first = author.locator(".learning-generated > li").first
    reload_until(author, first.locator(".learning-disputed", has_text="1 learner says"))
    expect(first.locator("h2")).to_have_text(asked)
    expect(first).to_contain_text("It is half a sentence.")
    screenshot(author, "generated-questions-disputed")
