"""What people's grades teach: by hand."""

import pytest
from grader.adapters.offline.learned import LearnedLine

LINE = LearnedLine(right=2.0, wrong=-1.0, start=-0.5, per_doubling=-0.25)


def test_answer_near_a_right_one_is_likelier_and_near_a_wrong_one_less():
    assert LINE.log_odds(1.0, 0.5, graded=4) == pytest.approx(2.0 - 0.5 - 0.5 - 2 * 0.25)
    assert LINE.log_odds(2.0, 0.5, 4) > LINE.log_odds(1.0, 0.5, 4) > LINE.log_odds(1.0, 1.5, 4)
