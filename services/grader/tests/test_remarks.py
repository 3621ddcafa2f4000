"""The grader says the codes of the contract, all of them and no others."""

import pytest
from grader.domain.feedback import HINTS, NO_ANSWER
from grader.domain.hints.explanation import explanation
from grader.domain.hints.hint import hint
from grader.domain.judgement import Finding, Judgement
from grader.domain.question import Question
from grader.domain.scoring import LOOK_AGAIN, grade
from traclearn_contracts.models import GradedItem, Source
from traclearn_contracts.remarks import known_codes, prose

ANSWER = "A snapshot of the tree"
RULING = "7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0e05"


def graded(question, *findings, flags=()):
    points = zip(question.points, findings, strict=True)
    made = [
        Finding(id=point.id, quote=None if said["verdict"] == "no" else ANSWER, **said)
        for point, said in points
    ]
    return grade(question, ANSWER, Judgement(findings=tuple(made), flags=flags))


def of_grades(commit):
    yes, partly, no = ({"verdict": verdict} for verdict in ("yes", "partly", "no"))
    against = yes | {"against": ANSWER}
    found = [(yes, yes), (yes, yes | {"certainty": 0.1}), (yes, no), (partly, no), (no, no)]
    found += [(against, no), (partly | {"reason": "It names it."}, no | {"reason": "It is about trees."})]
    for both in found:
        yield graded(commit, *both).remarks
    for flag in (*NO_ANSWER, *HINTS):
        yield graded(commit, no, no, flags=(flag,)).remarks


def of_hints(commit):
    plain = Question.without_rubric("Why?", ["Because the tree is recorded whole."])
    for question in (commit, plain):
        for verdict in ("yes", "partly", "no"):
            items = [GradedItem(id=point.id, label="", verdict=verdict) for point in question.points]
            yield from (hint(question, "", items, step).remarks for step in (1, 3))


def of_explanations(_commit):
    for verdict in ("yes", "partly", "no"):
        for reason in (None, LOOK_AGAIN, "It names it."):
            item = GradedItem(
                id="a", label="Point 1", verdict=verdict, quote="a tree", reason=reason, ruling=RULING
            )
            yield explanation(item, 1, [], [Source(title="Section 2")], certain=False)


def test_every_code_of_the_contract_that_is_not_of_paths_is_said_and_no_other(commit):
    said = [
        remark.code
        for makes in (of_grades, of_hints, of_explanations)
        for remarks in makes(commit)
        for remark in remarks
    ]
    assert set(said) == {code for code in known_codes() if not code.startswith(("path_", "step_"))}


def test_feedback_says_what_the_remarks_say(commit):
    found = graded(commit, {"verdict": "yes"}, {"verdict": "no"})
    assert found.feedback == prose(found.remarks)
    assert [remark.code for remark in found.remarks] == ["good_start", "met", "missing", "read_again"]


def test_remark_names_a_point_by_its_label_or_its_place_and_never_by_its_criterion(commit):
    met, missing = (
        next(
            remark
            for remark in graded(commit, {"verdict": "yes"}, {"verdict": "no"}).remarks
            if remark.code == code
        )
        for code in ("met", "missing")
    )
    assert (met.item, met.label, met.point, met.quote) == ("snapshot", "What is recorded", 1, ANSWER)
    assert (missing.item, missing.label, missing.point) == ("parents", None, 2)


@pytest.mark.parametrize(("label", "named"), [("Point 2", (None, 2)), ("Links", ("Links", 2))])
def test_explanation_takes_the_name_that_the_grader_gave_for_none(label, named):
    item = GradedItem(id="a", label=label, verdict="no")
    remark, *_ = explanation(item, 2, [], [], certain=True)
    assert (remark.code, remark.label, remark.point) == ("not_found", *named)


def test_model_s_own_sentence_is_told_apart_from_ours(commit):
    remarks = graded(commit, {"verdict": "partly", "reason": "Sie nennt es."}, {"verdict": "no"}).remarks
    (own,) = [remark for remark in remarks if remark.code == "own_words"]
    assert own.text == "Sie nennt es."
