"""The plugin cannot import the settings, and says the same of one."""

import re

from progress.settings import Settings
from traclearn_contracts.files import CONTRACTS

PLUGIN = CONTRACTS.parent / "trac" / "learning" / "answers" / "answer_rate.py"


def test_an_attempt_is_delayed_in_trac_after_the_time_of_progress():
    (seconds,) = re.findall(r"^DELAYED_AFTER_S = (\d+)$", PLUGIN.read_text(), re.M)
    assert float(seconds) == Settings.model_fields["delayed_after"].default
