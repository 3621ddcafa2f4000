"""A question that was made before is used again where it fits."""

from dataclasses import replace

from path_generator.domain.questions.question import Passage
from path_generator.domain.questions.question_history import (
    Asked,
    History,
    KeptQuestion,
    content_of,
    keep,
    question_id,
    reusable,
    still_asked,
)
from path_generator.domain.questions.summary import summary_of
from path_generator.domain.text import digest

TEXT = "Vacuum removes dead rows from a table, so that they never fill the disk."


def passage(text=TEXT, chunk="c1", heading=("Manual", "Routine Vacuuming")):
    return Passage(chunk, "d", "vacuum.html", "The manual", heading, 3, "text", text)


EARLIER = content_of(passage(), "templates/4")


def kept(question, where, concept="vacuum"):
    return KeptQuestion(content_of(where), concept, question)


def test_kept_question_is_used_for_the_same_words_in_another_chunk():
    question = summary_of(passage(), "vacuum")
    history = History([kept(question, passage())])
    assert reusable("vacuum", [passage(chunk="new")], history, ()).question.chunk == "new"
    assert reusable("vacuum", [passage(TEXT + " More.")], history, ()) is None
    assert reusable("rows", [passage()], history, ()) is None
    assert reusable("vacuum", [passage()], history, {question.text}) is None


def test_question_that_the_learner_has_a_ticket_for_is_taken_first():
    both = [passage(), passage(chunk="c2", heading=("Other",))]
    first, second = (summary_of(one, "vacuum") for one in both)
    known = [kept(first, both[0]), kept(second, both[1])]
    assert reusable("vacuum", both, History(known), ()).question.text == first.text
    assert (
        reusable("vacuum", both, History(known, [Asked("vacuum", second.text)]), ()).question.text
        == second.text
    )


def test_summary_that_was_made_for_somebody_who_had_the_others_is_taken_last():
    summary = summary_of(passage(), "vacuum")
    question = replace(summary, form="function", text="What does vacuum do?")
    history = History([kept(summary, passage()), kept(question, passage())])
    assert reusable("vacuum", [passage()], history, ()).question.text == question.text
    assert reusable("vacuum", [passage()], history, {question.text}).question.text == summary.text


def test_of_an_earlier_recipe_what_an_author_decided_on_is_asked_and_the_rest_left_alone():
    question = summary_of(passage(), "vacuum")
    of_now, undecided = kept(question, passage()), replace(kept(question, passage()), content=EARLIER)
    approved = replace(undecided, decision="approved", question=replace(question, text="Why vacuum?"))
    asked = still_asked([undecided, approved, of_now], [passage()])
    assert asked == [approved, of_now]
    assert reusable("vacuum", [passage()], History([approved]), ()).question.text == "Why vacuum?"
    assert reusable("vacuum", [passage(TEXT + " More.")], History([approved]), ()) is None


def test_id_follows_from_words_passage_concept_and_difficulty_alone():
    question = summary_of(passage(), "Vacuum")
    one = keep("Vacuum", [passage()], question, 2)
    assert one.question.id == question_id(content_of(passage()), "Vacuum", 2, digest(question.text))
    moved = passage(chunk="new")
    assert keep("Vacuum", [moved], summary_of(moved, "Vacuum"), 2).question.id == one.question.id
    more = passage(TEXT + " More.")
    others = [
        keep("Vacuum", [passage()], question, 3),
        keep("Rows", [passage()], question, 2),
        keep("Vacuum", [more], summary_of(more, "Vacuum"), 2),
    ]
    assert len({one.question.id, *(other.question.id for other in others)}) == 4
