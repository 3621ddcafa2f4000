"""A hint names what is missing, where to read it and single words of it: never a sentence of the answer."""

import re

import pytest
from grader.domain.hints.disclosure import MAX_RUN, recites
from grader.domain.hints.hint import TERMS, hint, terms
from grader.domain.language.words import content_words
from grader.domain.question import Question
from hypothesis import given
from hypothesis import strategies as st
from traclearn_contracts.models import GradedItem, RubricItem, Source

LONG = "It points to the parent commits, so that history can be walked backwards from any commit to the first"


def found(question, *verdicts):
    return [
        GradedItem(id=point.id, label=question.label(at), verdict=verdict)
        for at, (point, verdict) in enumerate(zip(question.points, verdicts, strict=True))
    ]


@pytest.fixture
def long(commit):
    parents = RubricItem(id="parents", criterion=LONG, label="How commits are linked")
    return commit.model_copy(update={"rubric": (commit.rubric[0], parents)})


def test_first_step_names_the_missing_point_and_where_to_read_it(long):
    given = hint(long, "A snapshot of the whole tree.", found(long, "yes", "no"), 1)
    assert given.item == "parents"
    assert given.text == "Something is missing: How commits are linked. Read Version control, section 2."


def test_second_step_adds_words_that_the_draft_has_not_used(long):
    items = found(long, "yes", "no")
    assert hint(long, "", items, 2).text.endswith("section 2. Look for: parent, walked.")
    again = hint(long, "It is walked.", items, 2).text
    assert "walked" not in again and "parent" in again


def test_third_step_begins_the_sentence_with_the_question_s_own_words(commit):
    given = hint(commit, "", found(commit, "no", "no"), 3)
    assert "You could begin with: “A commit records a …”." in given.text
    assert given.item == "snapshot"


def test_point_that_is_said_in_part_comes_after_those_that_are_missing(commit):
    assert hint(commit, "", found(commit, "partly", "no"), 1).item == "parents"
    partly = hint(commit, "", found(commit, "partly", "yes"), 1)
    assert partly.item == "snapshot" and partly.text.startswith("There is more to say: What is recorded.")


def test_draft_that_says_everything_gets_no_praise_and_no_point(commit):
    given = hint(commit, "", found(commit, "yes", "yes"), 2)
    assert given.item is None and given.text.startswith("Nothing is missing that a hint could name.")


def test_label_that_is_the_answer_itself_is_left_out(commit):
    told = RubricItem(
        id="parents", criterion="It points to its parent commits", label="Points to its parent commits"
    )
    careless = commit.model_copy(update={"rubric": (told,), "sources": ()})
    assert hint(careless, "", found(careless, "no"), 1).text == "Something is missing."


def test_answer_of_one_word_is_never_told():
    question = Question(question="How is it called when a function calls itself?", reference="Recursion.")
    for step in TERMS:
        assert "recursion" not in hint(question, "", found(question, "no"), step).text.lower()


def test_at_most_half_of_a_point_s_words_are_told_however_often_one_asks(long):
    """A learner who writes down each word that was told, and asks again."""
    draft, items = "", found(long, "yes", "no")
    for _ in range(20):
        draft += " " + " ".join(
            re.findall(r"\w+", hint(long, draft, items, 3).text.partition("Look for: ")[2])
        )
    told = set(draft.split())
    assert told == set(terms(long, 1, "")) and 2 * len(told) <= len(content_words(LONG))


WORDS = st.sampled_from(
    [
        "commit",
        "snapshot",
        "tree",
        "parent",
        "history",
        "branch",
        "records",
        "points",
        "whole",
        "walk",
        "the",
        "of",
        "to",
        "its",
        "and",
        "not",
        "three",
    ]
)
TEXT = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
SENTENCES = st.lists(TEXT, min_size=1, max_size=3).map(lambda all_: ". ".join(all_) + ".")
VERDICTS = st.sampled_from(["yes", "partly", "no"])
RUBRICS = st.lists(
    st.builds(RubricItem, id=st.uuids().map(str), criterion=TEXT, label=TEXT | st.just("")), max_size=4
).map(tuple)
SOURCES = st.builds(Source, title=TEXT).map(lambda source: (source,))
QUESTIONS = st.builds(Question, question=SENTENCES, reference=SENTENCES, rubric=RUBRICS, sources=SOURCES)


@given(QUESTIONS, TEXT | st.just(""), st.sampled_from(sorted(TERMS)), st.data())
def test_no_hint_recites_the_answer(question, draft, step, data):
    verdicts = [data.draw(VERDICTS) for _ in question.points]
    said = hint(question, draft, found(question, *verdicts), step).text
    assert not recites(said, question, draft)
    assert not recited_by_hand(said, question, draft)


def recited_by_hand(said, question, draft):
    """The same, without the code that is tested: more than MAX_RUN content words in the answer's order."""
    known = {word.stem for word in content_words(f"{question.question}\n{draft}")}
    told = " ".join(word.stem for word in content_words(said))
    for text in (question.reference, *(point.criterion for point in question.rubric)):
        for sentence in text.split("."):
            row = [word.stem for word in content_words(sentence)]
            for at in range(len(row) - MAX_RUN):
                piece = row[at : at + MAX_RUN + 1]
                if not known.issuperset(piece) and f" {' '.join(piece)} " in f" {told} ":
                    return True
    return False
