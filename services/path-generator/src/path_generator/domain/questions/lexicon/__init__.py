"""Words that decide what can be asked."""

from traclearn_english.word_lists import read_group


def words_of(kind: str) -> frozenset[str]:
    """Those of one kind in `words.txt`."""
    return read_group(__name__, "words", kind)
