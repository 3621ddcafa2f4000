"""What is kept of texts: bounded by bytes, however long they are."""

import tracemalloc

import pytest
from grader.domain.language.spans import _sentences, spans_bytes
from grader.domain.language.words import _split, words_bytes
from grader.domain.sized_cache import SizedCache

LONG = "word{n} and other things that somebody says of it " * 400
"""20,000 characters."""


def test_kept_texts_take_no_more_than_they_may_and_those_asked_for_last_stay():
    calls = []
    cache = SizedCache(lambda text: calls.append(text) or text, lambda text, _: len(text), 10)
    for text in ("aa", "bb", "cc", "dd", "ee", "aa", "ff"):
        cache(text)
    assert cache.bytes == 10 and len(cache) == 5
    cache("aa")
    assert calls == ["aa", "bb", "cc", "dd", "ee", "ff"]
    cache("bb")
    assert calls[-1] == "bb", "asked for longest ago"


def test_text_that_takes_more_than_a_quarter_is_not_kept():
    cache = SizedCache(str.upper, lambda text, _: len(text), 10)
    assert cache("abcd") == "ABCD" and (len(cache), cache.bytes) == (0, 0)


@pytest.mark.parametrize("text", ["word{n}\n" * 3000, LONG, LONG + "🙂", "word{n} of a short answer."])
def test_sentences_of_long_and_of_short_texts_take_no_more_than_is_said(text):
    limit = 4 << 20
    cache = SizedCache(_sentences, spans_bytes, limit)
    tracemalloc.start()
    for n in range(100, 100 + 2 * limit // spans_bytes(text, _sentences(text))):
        cache(text.replace("{n}", str(n)))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0.4 * limit < taken < limit and cache.bytes <= limit


@pytest.mark.parametrize("text", [LONG, "word{n} of a short answer."])
def test_words_of_long_and_of_short_texts_take_what_is_said(text):
    limit = 4 << 20
    cache = SizedCache(_split, words_bytes, limit)
    tracemalloc.start()
    for n in range(2 * limit // words_bytes(text, _split(text))):
        cache(text.replace("{n}", str(n)))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0.4 * limit < taken < 1.2 * limit and cache.bytes <= limit
