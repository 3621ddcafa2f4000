"""What people's grades teach: by hand."""

import math

import pytest
from grader.adapters.offline.learned import LearnedLine, calibrate

LINE = LearnedLine(right=2.0, wrong=-1.0, start=-0.5, per_doubling=-0.25)


def test_answer_near_a_right_one_is_likelier_and_near_a_wrong_one_less():
    assert LINE.log_odds(1.0, 0.5, graded=4) == pytest.approx(2.0 - 0.5 - 0.5 - 2 * 0.25)
    assert LINE.log_odds(2.0, 0.5, 4) > LINE.log_odds(1.0, 0.5, 4) > LINE.log_odds(1.0, 1.5, 4)


def test_course_is_calibrated_from_twenty_grades_on():
    chances, right = [n / 20 for n in range(20)], [n >= 10 for n in range(20)]
    assert calibrate(chances[:19], right[:19]) is None
    assert calibrate(chances, right) is not None


def test_calibration_is_the_share_of_right_answers_and_rises():
    """Of the ten below 0.5 none is right, of the ten above all are but the seventh: those pool."""
    chances = [n / 20 for n in range(20)]
    right = [False] * 10 + [True] * 6 + [False] + [True] * 3
    known = calibrate(chances, right)
    assert known.likelihood(0.1) == pytest.approx(1 / 12)
    assert known.likelihood(0.6) == pytest.approx((6 + 1) / (7 + 2))
    assert known.likelihood(0.95) == pytest.approx((3 + 1) / (3 + 2))
    found = [known.likelihood(n / 50) for n in range(51)]
    assert found == sorted(found) and known.likelihood(-math.inf) == known.likelihood(0)
