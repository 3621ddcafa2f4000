"""The score is arithmetic on verdicts, and words that the learner did not write earn nothing."""

import pytest
from grader.domain.judgement import Finding, Judgement, Overall
from grader.domain.question import Question
from grader.domain.scoring import LOOK_AGAIN, grade

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
    assert "uncertain" in result.feedback.splitlines()[1] and "A good start" not in result.feedback
    sure = grade(commit, ANSWER, judged("yes", "no", certainty=0.9))
    assert not sure.needs_review and "A good start" in sure.feedback


def test_praise_goes_by_what_the_met_points_weigh(commit):
    lesser = grade(commit, ANSWER, judged("no", "yes"))
    assert not lesser.needs_review and "A good start" not in lesser.feedback


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
    "flag", ["empty", "no_attempt", "question_echoed", "other_language", "prompt_injection"]
)
def test_each_guard_has_words_of_its_own(commit, flag):
    texts = {grade(commit, "x", judged("no", "no", flags=[f])).feedback for f in (flag, "")}
    assert len(texts) == 2


def overall(verdict, likelihood, score, flags=()):
    """The grade of an answer to a question without a rubric."""
    quote = None if verdict == "no" else "Parents"
    sure = max(likelihood, 1 - likelihood)
    finding = Finding(id="answer", verdict=verdict, quote=quote, certainty=sure)
    judgement = Judgement(findings=(finding,), overall=Overall(likelihood=likelihood, score=score))
    return grade(Question.without_rubric("Why?", ["Because.", "Therefore."]), ANSWER, judgement, flags)


def test_score_without_a_rubric_is_the_whole_answers():
    result = overall("yes", 0.8, 0.93)
    assert (result.score, [item.verdict for item in result.items]) == (0.93, ["yes"])
    assert not result.needs_review and result.feedback.startswith("Well done")


def test_praise_follows_the_likelihood_and_not_the_score():
    """Teachers' marks are kind: a score of 0.7 may stand beside an answer that is likely wrong."""
    result = overall("no", 0.3, 0.7)
    assert result.score == 0.7
    assert result.feedback.startswith("This doesn't answer the question yet.")


def test_uncertain_grade_says_so_and_praises_nothing():
    result = overall("partly", 0.55, 0.75)
    assert result.needs_review and "low_confidence" in result.flags
    assert "uncertain" in result.feedback
    assert not {"Well done", "A good start"} & set(result.feedback.replace(":", ".").split("."))


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        ("too_long", "far longer"),
        ("alternatives", "Decide on one"),
        ("self_contradiction", "Decide on one"),
        ("keyword_pile", "list of words"),
    ],
)
def test_what_says_everything_earns_half_at_most(commit, flag, told):
    ours = grade(commit, ANSWER, judged("yes", "yes"), [flag])
    assert (ours.score, ours.needs_review) == (0.5, True)
    assert told in ours.feedback and "you wrote" in ours.feedback
    assert overall("yes", 0.9, 0.97, [flag]).score == 0.5


@pytest.mark.parametrize(
    "flag",
    ["too_long", "alternatives", "self_contradiction", "keyword_pile", "negated", "contradicted", "unsure"],
)
@pytest.mark.parametrize("verdicts", [("yes", "yes"), ("partly", "no"), ("no", "no")])
def test_no_flag_raises_a_score(commit, flag, verdicts):
    plain, flagged = (grade(commit, ANSWER, judged(*verdicts), flags) for flags in ([], [flag]))
    assert flagged.score <= plain.score


@pytest.mark.parametrize("flag", ["negated", "contradicted"])
def test_polarity_asks_for_a_person_and_leaves_the_score(commit, flag):
    result = grade(commit, ANSWER, judged("yes", "yes", flags=[flag]))
    assert (result.score, result.needs_review) == (1.0, True)
    assert "Well done" not in result.feedback


@pytest.mark.parametrize(
    ("verdicts", "likelihood", "differ"),
    [(("yes", "no"), 0.39, True), (("yes", "no"), 0.4, False), (("partly", "no"), 0.1, False)],
)
def test_points_that_the_whole_answer_does_not_bear_out_ask_for_a_person(
    commit, verdicts, likelihood, differ
):
    voice = Overall(likelihood=likelihood, score=likelihood)
    result = grade(commit, ANSWER, judged(*verdicts).model_copy(update={"overall": voice}))
    assert ("voices_differ" in result.flags, result.needs_review) == (differ, differ)


def test_question_without_a_rubric_has_one_point():
    question = Question.without_rubric("Why?", ["y" * 3000, "z"])
    assert [point.id for point in question.points] == ["answer"] and question.rubric == ()
    assert question.references == ("y" * 3000, "z")


def test_contradicted_point_says_so_beside_its_verdict(commit):
    against = Finding(id="snapshot", verdict="yes", quote="A tree", against="A tree", certainty=0.5)
    graded = grade(commit, "A tree", Judgement(findings=(against,)))
    assert graded.items[0].verdict == "partly" and graded.score == 0.6667
    assert graded.items[0].reason == LOOK_AGAIN in graded.feedback and graded.items[1].reason is None
