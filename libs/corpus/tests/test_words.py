"""A question's words as Lucene takes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traclearn_corpus.reading.words import MAX_QUERY_WORDS, content_words, lucene


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others():
    assert content_words("What does the staging area do, the Staging area?") == ["staging", "area"]
    assert content_words("What is it?") == ["what", "is", "it"]
    assert content_words("?!") == []


def test_a_very_long_question_stays_below_lucenes_limit():
    assert len(content_words(" ".join(f"word{n}" for n in range(5000)))) == MAX_QUERY_WORDS


@pytest.mark.parametrize(
    "operator", ["a AND b", "(x", 'say "hi', "a~2", "b^3", "field:c", "[a TO b]", "/re/", "a\\"]
)
def test_lucene_operators_of_a_question_are_dropped(operator):
    words = content_words(operator)
    assert all(word.isalnum() and word == word.lower() for word in words)
    assert lucene(words) == f"content:({' '.join(words)}) heading:({' '.join(words)})^0.25"


@given(st.text())
def test_whatever_is_asked_only_words_are_sent(text):
    assert not set('+-&|!(){}[]^"~*?:\\/') & set("".join(content_words(text)))
