"""How the offline grader takes words: their opposites, what denies them, slips, and who does what."""

import pytest
from grader.adapters.offline.meanings import alike, opposed
from grader.adapters.offline.order import swapped
from grader.adapters.offline.parties import Parties
from grader.adapters.offline.polarity import denied
from grader.adapters.offline.spelling import Spelling
from grader.domain.words import content_words, split_words
from traclearn_english import stem


def refused(text):
    found = split_words(text)
    return {word.text for word, flag in zip(found, denied(text, found), strict=True) if flag and word.content}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A commit does not record a snapshot", {"commit", "record", "snapshot"}),
        ("it records a snapshot, not a diff", {"diff"}),
        ("not only a snapshot", set()),
        ("it stores diffs instead of snapshots", {"snapshots"}),
        ("rows are found without scanning", {"scanning"}),
        ("it is not true that nothing is lost", set()),
        ("it isn't slow but it costs memory", {"slow"}),
        ("that a commit stores diffs is a misconception", {"commit", "stores", "diffs", "misconception"}),
    ],
)
def test_denials(text, expected):
    assert refused(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("faster", "slower"),
        ("increases", "decreased"),
        ("mutable", "immutable"),
        ("endothermic", "exothermic"),
        ("hypertonic", "hypotonic"),
        ("first", "last"),
        ("stateful", "stateless"),
        ("nitrate", "nitrite"),
    ],
)
def test_opposites(one, other):
    assert opposed(one, other) and opposed(other, one) and not alike(one, other)


def test_look_alikes_that_are_no_opposites():
    assert not opposed("form", "forms") and not opposed("faster", "quick") and alike("rises", "increase")


def test_spelling_keeps_known_words_and_opposites():
    spelling = Spelling(split_words("an endothermic reaction lets the database find a snapshot"))
    assert spelling.corrected("exothermic raection, less snaphot!") == "exothermic reaction, less snapshot!"


def test_swapped_finds_exchanged_parties():
    def turned(one, other):
        return swapped(split_words(one), split_words(other))

    assert turned("UDP has lower latency than TCP", "TCP has lower latency than UDP")
    assert not turned("UDP has lower latency than TCP", "UDP has a lower latency than TCP has")


def test_parties_are_the_two_that_a_question_compares():
    parties = Parties.of("What is the difference between a stack and a queue?")
    assert parties == (stem("stack"), stem("queue"))
    assert parties.astray(
        content_words("A stack returns the last"), content_words("the queue returns the last")
    )
    assert not parties.astray(content_words("A stack returns the last"), content_words("it returns the last"))
    assert Parties.of("What does a commit record?") is None
