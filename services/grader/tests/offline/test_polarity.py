"""Denials, opposites and answers that contradict themselves."""

import pytest
from grader.adapters.offline.denials import denied
from grader.adapters.offline.opposites import are_opposed
from grader.adapters.offline.polarity import contradicts_itself, contrary, denial, statements
from grader.domain.language.words import content_words, split_words, stems


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
        ("It is not true that rows are sorted, and pages are full", {"rows", "sorted", "pages", "full"}),
    ],
)
def test_denied_words_of_a_text_are_found(text, expected):
    assert refused(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("faster", "slower"),
        ("increases", "decreased"),
        ("mutable", "immutable"),
        ("first", "last"),
        ("stateful", "stateless"),
    ],
)
def test_opposite_words_are_opposed_both_ways(one, other):
    assert are_opposed(one, other) and are_opposed(other, one)


@pytest.mark.parametrize(("one", "other"), [("form", "inform"), ("faster", "quick"), ("rises", "increase")])
def test_words_that_only_look_opposite_are_not_opposed(one, other):
    assert not are_opposed(one, other)


WANTED = "A commit records a snapshot of the tree"


def kind(answer, *wanted):
    found = contrary([one for text in wanted or (WANTED,) for one in statements(text)], statements(answer))
    return found and found.kind


@pytest.mark.parametrize(
    "answer",
    [
        "A commit does NOT record a snapshot of the tree.",
        "A commit never records a snapshot of the tree.",
        "It is wrong that a commit records a snapshot of the tree.",
        "It's a fine day. It is not true that a commit records a snapshot of the tree.",
    ],
)
def test_wanted_statement_that_is_denied_is_negated(answer):
    assert kind(answer) == "negated"


def test_wanted_statement_with_a_word_turned_round_is_contradicted():
    wanted = "UDP has lower latency than TCP"
    assert kind("UDP has higher latency than TCP.", wanted) == "contradicted"
    assert kind("UDP has lower latency than TCP.", wanted) is None


@pytest.mark.parametrize(
    "answer",
    [
        "A commit records a snapshot of the tree, not a list of changes.",
        "A commit records a snapshot of the tree. It does not record a diff of the tree.",
        "It doesn't matter how often, a commit records a snapshot of the tree.",
        "Nothing of that.",
        "",
    ],
)
def test_contrast_is_no_denial(answer):
    assert kind(answer) is None


def test_one_of_several_references_said_straight_is_enough():
    wanted = "Terminals 1 and 4 are connected", "Terminals 1 and 4 are not separated by a gap"
    assert kind("Terminals 1 and 4 are not separated by a gap.", *wanted) is None
    assert kind("Terminals 1 and 4 are separated by a gap.", *wanted) == "negated"


ASKED = stems(content_words("What does a commit record?"))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("A commit stores the difference to the parent commit, not a snapshot.", True),
        ("Changes to the files instead of a snapshot.", True),
        ("It keeps differences rather than a snapshot. It is small.", True),
        ("It never holds the tree in a snapshot.", True),
        ("A snapshot of the tree, not a list of changes.", False),
        ("Not only a snapshot, but its message, too.", False),
        ("It is a snapshot. Nothing else is a snapshot.", False),
        ("It records changes.", False),
    ],
)
def test_denied_words_of_a_criterion_are_its_denial(answer, told):
    found = denial(WANTED, answer, ASKED)
    assert (found is not None and found.kind == "negated") == told


def test_criterion_that_denies_is_not_denied_by_the_same_words():
    assert denial("The rows are not sorted", "The rows are not sorted.", frozenset()) is None


def test_words_of_the_question_deny_no_criterion():
    assert denial("A commit records no diff", "It does not record a commit.", ASKED) is None


def test_claim_beside_its_denial_contradicts_itself():
    assert contradicts_itself(
        statements(f"{WANTED}. It is not true that a commit records a snapshot of the tree.")
    )
    assert not contradicts_itself(
        statements("Bulb A is in a closed path. Bulb B is not in a closed path with C.")
    )
    assert not contradicts_itself(statements(f"{WANTED}. {WANTED}."))
