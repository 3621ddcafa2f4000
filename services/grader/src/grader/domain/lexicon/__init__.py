"""Word lists that tell what is no answer. A provider keeps its own."""

from functools import partial

from traclearn_english import word_lists

read_lines = partial(word_lists.read_lines, __name__)
read_words = partial(word_lists.read_words, __name__)
read_group = partial(word_lists.read_group, __name__)
