"""Word lists of the offline grader: what means the same, what denies. `domain.lexicon` says how they read."""

from functools import partial

from grader.domain import lexicon

read_lines = partial(lexicon.read_lines, package=__name__)
read_words = partial(lexicon.read_words, package=__name__)
read_group = partial(lexicon.read_group, package=__name__)
