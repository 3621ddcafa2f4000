"""An author's question names a concept: who passes it has mastered that, and a path leaves it out."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .test_path_retired import ask_until_both, goal_of, teach_bread
from .test_paths import ask, proposed, steps
from .test_question_form import NEW, fill, number, press

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

GRADED, KNOWN = 60_000, 15_000
"""ms."""
REFERENCE = (
    "The baker adds flour and water each day, because the yeast has eaten the sugar of the day before."
)
LEFT_OUT = "Left out, because mastered already:"


def write_question(author, marker, concept):
    """In front of the form, with a source of the course, whose concept is taken over by its button."""
    author.goto(NEW)
    fill(
        author,
        summary=f"Feeding {marker}",
        course=f"Bread {marker}",
        question="What does a baker do for a starter each day, and why?",
        reference=REFERENCE,
        label_0="What is done",
        criterion_0="Flour and water are added each day",
        concept_0="Kneading",
    )
    author.locator("#find-words").fill(f"starter feeding {marker}")
    author.locator("#find-words").press("Enter")
    author.locator("#found li", has_text=concept).first.get_by_role("button").first.click()
    proposed_name = author.get_by_role("button", name=f"Name the concept {concept}")
    expect(proposed_name).to_be_visible(timeout=KNOWN)
    expect(author.locator("#concepts")).to_contain_text("no concept of the name Kneading")


def take_over(author, concept):
    fill(author, concept_0="")
    author.get_by_role("button", name=f"Name the concept {concept}").click()
    author.wait_for_load_state()
    expect(author.locator("[name=concept_0]")).to_have_value(concept)
    expect(author.locator("#preview")).to_contain_text(f"Who passes has mastered: {concept}")


def test_passed_question_masters_its_concept_and_a_path_leaves_it_out(
    new_page, sign_in, stack, screenshot, tmp_path
):
    marker = f"zn{uuid4().hex[:6]}"
    concept = f"Starter feeding {marker}"
    author = sign_in(new_page(), "author")
    teach_bread(author, tmp_path, marker)
    learner = sign_in(new_page(), "learner_2", "/trac/learning/paths")
    ask_until_both(learner, goal_of(marker))
    write_question(author, marker, concept)
    screenshot(author, "question-concepts")
    take_over(author, concept)
    press(author, "Release now")
    ticket = number(author)
    stack.until("SELECT count(*) FROM grader.questions WHERE ticket = %s", 1, ticket)
    learner.goto(f"/trac/ticket/{ticket}")
    learner.get_by_label("Your answer, in your own words").fill(f"As I understood it: {REFERENCE}")
    press(learner, "Send answer")
    expect(learner.locator("#learning-status")).to_contain_text("Graded", timeout=GRADED)
    ask_until_one(learner, f"{goal_of(marker)} at home")
    expect(learner.locator(".learning-skipped", has_text=LEFT_OUT)).to_contain_text(concept)
    screenshot(learner, "path-mastered")


def ask_until_one(page, goal):
    """The path generator hears of the grade a moment after its learner does."""
    for _ in range(10):
        ask(page, goal)
        proposed(page)
        if steps(page).count() == 1:
            return
        page.wait_for_timeout(1000)
    pytest.fail("The path still has the step that is mastered.")
