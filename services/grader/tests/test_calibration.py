"""How sure a course's grades are, by what its authors found: by hand."""

import pytest
from grader.domain.judgement import Finding, Judgement
from grader.domain.lessons.calibration import PRIOR, calibrate
from grader.domain.scoring import grade
from hypothesis import given
from hypothesis import strategies as st

SAID = [n / 20 for n in range(20)]


def test_course_is_calibrated_from_twenty_grades_on():
    assert calibrate(SAID[:19], [True] * 19) is None
    assert calibrate(SAID, [True] * 20).answers == 20


def test_confidence_is_the_share_that_agreed_beside_twenty_grades_as_sure_as_this():
    """Of the ten below 0.5 none agreed; of the ten above all but the seventh: those pool."""
    agreed = [False] * 10 + [True] * 6 + [False] + [True] * 3
    known = calibrate(SAID, agreed)
    assert known.confidence(0.1) == pytest.approx(PRIOR * 0.1 / (PRIOR + 10))
    assert known.confidence(0.6) == pytest.approx((6 + PRIOR * 0.6) / (7 + PRIOR))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=20, max_size=60), st.floats(0, 1))
def test_calibrated_confidence_stays_between_nothing_and_certain(grades, said):
    known = calibrate(*zip(*grades, strict=True))
    assert 0 <= known.confidence(said) <= 1
    assert [step.share for step in known.steps] == sorted(step.share for step in known.steps)


def test_grade_says_what_calibrated_it_and_asks_for_a_person_by_that(commit):
    sure = tuple(Finding(id=p.id, verdict="yes", quote="A tree", certainty=0.9) for p in commit.rubric)
    known = calibrate([0.9] * 100, [False] * 100)
    plain = grade(commit, "A tree", Judgement(findings=sure))
    calibrated = grade(commit, "A tree", Judgement(findings=sure), calibration=known)
    assert plain.calibration is None and not plain.needs_review
    assert calibrated.calibration.answers == 100 and calibrated.calibration.own_confidence == plain.confidence
    assert calibrated.confidence == pytest.approx(0.15) and "low_confidence" in calibrated.flags
    assert calibrated.score == plain.score
