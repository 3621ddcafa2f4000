"""What other people and models read of an answer has no names in it."""

import time

import pytest
from grader.domain.language.names import BLANK, without_names, without_writer

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


WRITER = "5f0c2a54-8a39-4c1f-9f6e-2f1f7a1f0b11"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("My name is Anna Kovács and it records a snapshot.", ["Anna Kovács"]),
        ("Name: anna. It records a snapshot.", ["anna"]),
        ("Ask ann.smith+trac@example.org, @annsmith or 1234567.", ["ann.smith", "annsmith", "1234567"]),
        (f"I am {WRITER}, it records a snapshot.", [WRITER]),
        ("It records a snapshot.\nAnna Kovács", ["Anna Kovács"]),
        ("It records a snapshot.\nKind Regards\nAnna", ["Anna"]),
        ("It records a snapshot.\n- Anna Smith.\n", ["Anna Smith"]),
    ],
)
def test_writer_is_taken_out_of_a_text_and_all_places_stay(text, gone):
    said = without_writer(text, KNOWN)
    assert len(said) == len(text) and not [name for name in gone if name in said]
    assert all(a in (" ", b) for a, b in zip(said, text, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "It records a snapshot.\nLinus",
        "Atomicity\nConsistency\nIsolation\nDurability",
        "It has\n- Atomicity\n- Durability",
        "Newton and Ohm say so.",
        "A snapshot: 100,000 files of 4096 bytes",
    ],
)
def test_what_names_no_writer_goes_out_as_it_is(text):
    assert without_writer(text, KNOWN) == text


def test_numbers_of_the_question_are_no_numbers_of_a_person():
    assert without_writer("It is 2147483647.", "The largest is 2147483647.") == "It is 2147483647."


@pytest.mark.parametrize("text", ["a" * 20000, "1 " * 10000, "name: " * 3300, "Ab " * 6600, "\nAb" * 6600])
def test_writer_of_the_longest_answers_is_looked_for_in_bounded_time(text):
    start = time.process_time()
    without_writer(text, KNOWN)
    assert time.process_time() - start < 1
