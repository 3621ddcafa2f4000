"""Where sentences and clauses lie, and which words are the same."""

from itertools import pairwise

import pytest
from grader.domain.spans import clauses, sentences
from grader.domain.words import same
from traclearn_english import stem


@pytest.mark.parametrize(
    ("one", "other"), [("snaphot", "snapshot"), ("recrods", "records"), ("trees", "tree")]
)
def test_slips_are_the_same_word(one, other):
    assert same(stem(one), stem(other))


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


def test_clauses():
    text = "It avoids a full scan, but inserts get slower because the index changes."
    (sentence,) = sentences(text)
    parts = [part.of(text) for part in clauses(text, sentence)]
    assert parts == ["It avoids a full scan", "but inserts get slower", "because the index changes."]
