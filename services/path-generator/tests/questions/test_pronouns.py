"""A sentence that goes on with a pronoun gets the name."""

import pytest
from path_generator.domain.questions.parser import parse
from path_generator.domain.questions.pronouns import name_pronouns


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("A latch is a short lock. It guards one page.", "A latch guards one page."),
        ("The `sweep` tool removes rows. It runs at night.", "The sweep tool runs at night."),
        ("Latches are short locks. They guard pages.", "Latches guard pages."),
        ("A latch is a short lock. They guard pages.", "They guard pages."),
        ("A latch is a short lock. It is possible to see all of them.", "It is possible to see all of them."),
        ("If it rains, a latch is wet. It guards one page.", "It guards one page."),
    ],
    ids=["it", "name in backticks", "they", "other number", "clause", "other beginning"],
)
def test_pronoun_is_named_by_the_subject_before_it(text, second):
    assert [sentence.text for sentence in name_pronouns(parse(text))][1] == second
