"""Forms of one word, and words that say nothing of their own."""

import pytest
from traclearn_english import FUNCTION_WORDS, STOP_WORDS, singular, stem


@pytest.mark.parametrize(
    "forms", ["indexes indexed indexing", "commits committed committing", "child's child"]
)
def test_forms_of_a_word_share_a_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


def test_other_words_have_other_stems():
    assert len({stem(word) for word in ("relation", "related", "relay", "rely")}) >= 3


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("branches", "branch"),
        ("queries", "query"),
        ("indices", "index"),
        ("aliases", "alias"),
        ("keys", "key"),
    ],
)
def test_plurals_come_to_their_singular(many, one):
    assert singular(many) == one


@pytest.mark.parametrize("word", ["class", "status", "analysis", "series", "bus"])
def test_words_that_end_like_plurals_stay(word):
    assert singular(word) == word


def test_stop_words_build_sentences():
    assert FUNCTION_WORDS < STOP_WORDS
    assert {"the", "not", "isn't", "of"} <= STOP_WORDS and not {"commit", "table", "#"} & STOP_WORDS
