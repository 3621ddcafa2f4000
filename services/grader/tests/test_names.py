"""What other people and models read of an answer has no names in it."""

import pytest
from grader.domain.names import BLANK, without_names

KNOWN = "How does Git keep what Newton called a commit? It records a snapshot, as Linus said."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My name is ann and it records a snapshot.", f"My name is {BLANK} and it records a snapshot."),
        ("It records a snapshot, as Ann Smith says.", f"It records a snapshot, as {BLANK} says."),
        ("Ann Smith says that it records a snapshot.", f"{BLANK} says that it records a snapshot."),
        ("It records a snapshot.\nAnn", f"It records a snapshot.\n{BLANK}"),
        ("It records a snapshot.\n- Ann Smith.", f"It records a snapshot.\n- {BLANK}."),
        ("Ask me: ann.smith@example.org or @ann, 1234567.", f"Ask me: {BLANK} or {BLANK}, {BLANK}."),
    ],
)
def test_name_of_a_person_is_taken_out_of_a_text(text, expected):
    assert without_names(text, KNOWN) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It records a snapshot, says Newton.",
        "Linus and Git keep it.",
        "The SQL of GitHub. Photosynthesis keeps I and TCP apart.",
        "x = 12 and y = 1,000.",
        "",
    ],
)
def test_what_the_question_says_and_what_is_no_name_stays(text):
    assert without_names(text, KNOWN) == text
