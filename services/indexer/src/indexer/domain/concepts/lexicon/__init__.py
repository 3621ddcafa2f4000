"""Word lists that the inference reads."""

from functools import partial

from traclearn_english import word_lists

word_list = partial(word_lists.read_words, __name__)


def phrase_list(name: str) -> frozenset[str]:
    """The lines of `<name>.txt` that say something."""
    return frozenset(word_lists.read_lines(__name__, name))
