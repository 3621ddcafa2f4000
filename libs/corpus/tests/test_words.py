"""A question's words as Lucene takes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traclearn_corpus.reading.words import LONGEST, lucene, telling


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others():
    assert telling("What does the staging area do, the Staging area?") == ["staging", "area"]
    assert telling("What is it?") == ["what", "is", "it"]
    assert telling("?!") == []


def test_a_very_long_question_stays_below_lucenes_limit():
    assert len(telling(" ".join(f"word{n}" for n in range(5000)))) == LONGEST


@pytest.mark.parametrize(
    "operator", ["a AND b", "(x", 'say "hi', "a~2", "b^3", "field:c", "[a TO b]", "/re/", "a\\"]
)
def test_no_operator_survives(operator):
    words = telling(operator)
    assert all(word.isalnum() and word == word.lower() for word in words)
    assert lucene(words) == f"content:({' '.join(words)}) heading:({' '.join(words)})^0.25"


@given(st.text())
def test_whatever_is_asked_only_words_are_sent(text):
    assert not set('+-&|!(){}[]^"~*?:\\/') & set("".join(telling(text)))
