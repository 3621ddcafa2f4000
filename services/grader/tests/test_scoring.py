"""The score is arithmetic on verdicts, and words that the learner did not write earn nothing."""

import pytest
from grader.domain.judgement import Finding, Judgement
from grader.domain.question import Question, derived
from grader.domain.scoring import grade

ANSWER = "It stores a snapshot of the tree. Parents, too."


def judged(*verdicts, flags=(), **fields):
    ids = ("snapshot", "parents")
    findings = [
        Finding(
            id=id_, verdict=verdict, quote=None if verdict == "no" else "a snapshot of the tree", **fields
        )
        for id_, verdict in zip(ids, verdicts, strict=True)
    ]
    return Judgement(findings=tuple(findings), flags=tuple(flags))


@pytest.mark.parametrize(
    ("verdicts", "score"),
    [
        (("yes", "yes"), 1.0),
        (("yes", "no"), 0.6667),
        (("partly", "no"), 0.3333),
        (("no", "partly"), 0.1667),
        (("no", "no"), 0.0),
    ],
)
def test_score_is_the_earned_share_of_the_weights(commit, verdicts, score):
    assert grade(commit, ANSWER, judged(*verdicts)).score == score


def test_a_quote_that_was_not_written_is_not_believed(commit):
    finding = Finding(id="snapshot", verdict="yes", quote="the entire snapshot")
    result = grade(commit, ANSWER, Judgement(findings=(finding,)))
    assert result.score == 0
    assert result.needs_review and "quote_not_found" in result.flags


def test_a_point_that_the_grader_forgot_is_not_met(commit):
    finding = Finding(id="snapshot", verdict="yes", quote="snapshot")
    result = grade(commit, ANSWER, Judgement(findings=(finding,)))
    assert [item.verdict for item in result.items] == ["yes", "no"]


def test_doubt_asks_for_a_person(commit):
    result = grade(commit, ANSWER, judged("yes", "no", certainty=0.2))
    assert result.needs_review and "low_confidence" in result.flags
    assert not grade(commit, ANSWER, judged("yes", "no", certainty=0.9)).needs_review


def test_feedback_cites_and_names_what_is_missing(commit):
    text = grade(commit, ANSWER, judged("yes", "no")).feedback
    assert "“a snapshot of the tree”" in text
    assert "What is recorded" in text and "Point 2" in text
    assert "Version control, section 2" in text
    assert "parent commits" not in text


def test_feedback_on_a_full_answer_sends_nobody_away(commit):
    text = grade(commit, ANSWER, judged("yes", "yes")).feedback
    assert text.startswith("Well done") and "Read again" not in text


def test_feedback_points_at_what_was_turned_round(commit):
    finding = Finding(id="snapshot", verdict="no", against="It stores no snapshot")
    text = grade(commit, "It stores no snapshot", Judgement(findings=(finding,), flags=("negated",))).feedback
    assert "“It stores no snapshot”" in text and "other way round" in text


@pytest.mark.parametrize(
    "flag", ["empty", "no_attempt", "question_echoed", "keyword_pile", "prompt_injection"]
)
def test_each_guard_has_words_of_its_own(commit, flag):
    texts = {grade(commit, "x", judged("no", "no", flags=[f])).feedback for f in (flag, "")}
    assert len(texts) == 2


def test_points_come_from_the_reference_without_a_rubric():
    items = derived(
        "A commit records a snapshot of the tree and points to its parents. It has an author too."
    )
    assert [item.criterion for item in items] == [
        "A commit records a snapshot of the tree",
        "and points to its parents.",
        "It has an author too.",
    ]
    assert len(Question.without_rubric("Why?", "yes").rubric) == 1
    assert len(derived("This sentence says something new. " * 50)) == 20
