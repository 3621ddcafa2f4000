"""Answers that are copied from the material."""

import pytest
from grader.application.assessment import assess, directly
from grader.application.panel import Panel
from grader.domain.guards import flags as guards
from grader.domain.question import Question
from traclearn_contracts.models import RubricItem

SAID = "A commit records a snapshot of the whole tree and the names of its parent commits."
BEFORE = (
    "Version control keeps the history of a project, so that people can go back to what they had yesterday."
)
AFTER = "The author of a change writes a message that says why the change was made and whom it concerns."
PASSAGE = f"{BEFORE} {SAID} {AFTER}"


@pytest.fixture
def question():
    """Its reference is a sentence of the material, as those of generated questions are."""
    return Question(
        question="What does a commit record?",
        reference=SAID,
        rubric=(RubricItem(id="tree", criterion="A snapshot of the whole tree"),),
        passages=(PASSAGE,),
    )


@pytest.mark.parametrize(
    "answer",
    [
        PASSAGE,
        PASSAGE.lower().replace(",", " "),
        f"{BEFORE} {AFTER}",
        AFTER,
        f"I think this: {PASSAGE}",
    ],
)
def test_answer_that_is_mostly_a_passage_is_copied(question, answer):
    assert "copied" in guards.flags(question, answer)


@pytest.mark.parametrize(
    "answer",
    [
        SAID,
        "A snapshot of all files, and which commits came before it.",
        f"{SAID} That way every version can be brought back, and one sees in which order they came about.",
        "It says why the change was made, and it keeps the tree as it was at that moment, with its parents, "
        "so that one can go back to what they had yesterday.",
        "",
    ],
)
def test_full_answer_in_the_words_of_the_material_is_not_copied(question, answer):
    assert "copied" not in guards.flags(question, answer)


def test_question_without_passages_knows_no_copies(question):
    assert "copied" not in guards.flags(question.model_copy(update={"passages": ()}), PASSAGE)


async def test_copied_answer_is_reviewed_and_its_score_stays(question, offline):
    async def score(asked):
        return (await assess(Panel(offline), asked, PASSAGE, directly(asked, PASSAGE))).grade

    copied, plain = await score(question), await score(question.model_copy(update={"passages": ()}))
    assert copied.needs_review and "copied" in copied.flags
    assert copied.score == plain.score > 0
