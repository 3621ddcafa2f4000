"""Word lists of the offline grader: what denies, and what is the opposite of what."""

from functools import partial

from traclearn_english import word_lists

read_lines = partial(word_lists.read_lines, __name__)
read_group = partial(word_lists.read_group, __name__)
