"""Where sentences and clauses lie, and what counts as one word."""

from itertools import pairwise

import pytest
from grader.domain.language.spans import clauses, sentences
from grader.domain.language.words import split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-5 is less than 5", ["-5", "is", "less", "than", "5"]),
        ("x = −5", ["x", "-5"]),
        ("8-5, f(3)-1", ["8-5", "f", "3", "1"]),
        ("It’s two-sided", ["it's", "two-sided"]),
        ("Two trees", ["2", "trees"]),
    ],
)
def test_number_is_a_word_with_its_sign(text, words):
    assert [word.text for word in split_words(text)] == words


def test_words_carry_their_place_in_the_text():
    text = "So: -5 is it."
    assert [text[word.start : word.end] for word in split_words(text)] == ["So", "-5", "is", "it"]


TEXTS = [
    "One. Two, because of three! Four\nfive",
    "no punctuation " * 200,
    "提交记录快照。它指向父提交。",
    "שלום, עולם. 🎉 👩‍👩‍👧",
    "",
    "...",
    "x" * 5000,
]


@pytest.mark.parametrize("text", TEXTS)
def test_spans_are_the_text_itself(text):
    found = sentences(text)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(len(span.of(text)) <= 400 for span in found)
    assert all(span.covers(part) for span in found for part in clauses(text, span))


@pytest.mark.parametrize(
    "text", ["-5 is the result.", "– -5 is the result.", "- -5 is the result.", "* -5 is the result."]
)
def test_sentence_keeps_its_sign_and_loses_its_bullet(text):
    assert [span.of(text) for span in sentences(text)] == ["-5 is the result."]


def test_sentence_is_split_into_its_clauses():
    text = "It avoids a full scan, but inserts get slower because the index changes."
    (sentence,) = sentences(text)
    parts = [part.of(text) for part in clauses(text, sentence)]
    assert parts == ["It avoids a full scan", "but inserts get slower", "because the index changes."]
