"""What can always be asked of a passage."""

import pytest
from path_generator.domain.questions.kept import Asked, History, KeptQuestion, content_of, reusable
from path_generator.domain.questions.question import Passage
from path_generator.domain.questions.summary import SummaryQuestions

TEXT = (
    "Vacuum removes dead rows from a table. It rains today in the north of town. "
    "A dead row is an old version that no transaction can see. Autovacuum runs vacuum by itself, "
    "so that dead rows never fill the disk."
)


def passage(text=TEXT, chunk="c1", heading=("Manual", "Routine Vacuuming")):
    return Passage(chunk, "d", "vacuum.html", "The manual", heading, 3, "text", text)


def test_summary_asks_for_the_section_and_holds_its_key_sentences():
    question = SummaryQuestions().make("vacuum", [passage()], 3)
    assert question.form == "summary"
    assert "Routine Vacuuming" in question.text and "vacuum" in question.text
    assert "rains" not in question.reference
    assert [point.criterion in TEXT for point in question.rubric] == [True] * 3
    assert all(point.label for point in question.rubric)
    assert question.chunk == "c1"


def test_harder_summary_has_more_points():
    counts = [len(SummaryQuestions().make("vacuum", [passage()], level).rubric) for level in (1, 3, 4)]
    assert counts == [2, 3, 4]


@pytest.mark.parametrize(
    "text", ["x", "f(x)\n\n\ty = 2;", "什么是事务？事务是一组语句。", "| a | b |\n|---|---|"]
)
def test_passage_without_sentences_yields_a_question_too(text):
    question = SummaryQuestions().make("it", [passage(text, heading=())], 5)
    assert question.reference and question.rubric and "The manual" in question.text


def test_same_question_is_not_made_twice():
    maker, both = SummaryQuestions(), [passage(), passage(chunk="c2", heading=("Other",))]
    first = maker.make("vacuum", both, 2)
    second = maker.make("vacuum", both, 2, {first.text})
    assert first.text != second.text and {first.chunk, second.chunk} == {"c1", "c2"}


def kept(question, where, concept="vacuum"):
    return KeptQuestion(content_of(where), concept, question)


def test_kept_question_is_used_for_the_same_words_in_another_chunk():
    question = SummaryQuestions().make("vacuum", [passage()], 2)
    history = History([kept(question, passage())])
    assert reusable("vacuum", [passage(chunk="new")], history, ()).chunk == "new"
    assert reusable("vacuum", [passage(TEXT + " More.")], history, ()) is None
    assert reusable("rows", [passage()], history, ()) is None
    assert reusable("vacuum", [passage()], history, {question.text}) is None


def test_question_that_the_learner_has_a_ticket_for_is_taken_first():
    both = [passage(), passage(chunk="c2", heading=("Other",))]
    first, second = (SummaryQuestions().make("vacuum", [one], 2) for one in both)
    known = [kept(first, both[0]), kept(second, both[1])]
    assert reusable("vacuum", both, History(known), ()).text == first.text
    assert reusable("vacuum", both, History(known, [Asked("vacuum", second.text)]), ()).text == second.text
