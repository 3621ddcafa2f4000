"""What a grade means stands once for Python 3; the plugin cannot import it, and says the same."""

import re

from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.grades import COMPLETED_SCORE

PLUGIN = CONTRACTS.parent / "trac" / "learning" / "paths" / "step_states.py"


def test_a_step_is_mastered_in_trac_from_the_score_that_completes_its_ticket():
    (score,) = re.findall(r"^MASTERED_SCORE = (\S+)$", PLUGIN.read_text(), re.M)
    assert float(score) == COMPLETED_SCORE
