# -*- coding: utf-8 -*-
"""Where to read what an answer misses: of a grade's sources those that speak
of the point, else all.
"""

import re

#: Sources at one point.
MAX_SOURCES = 3
#: Letters by which two words are the same: `commit`, `commits`.
STEM_LETTERS = 5
_WORD = re.compile(r'\w{4,}', re.UNICODE)


def sources_for(label, sources):
    """The best of them for a point.

    :param label: of the point. :param sources: each with a `title`.
    """
    wanted = stems_of(label)
    shared = [len(wanted & stems_of(source['title'])) for source in sources]
    best = max(shared) if shared else 0
    return [source for source, count in zip(sources, shared)
            if count == best][:MAX_SOURCES]


def stems_of(text):
    """Of its longer words, the beginnings."""
    return {word[:STEM_LETTERS] for word in _WORD.findall(text.lower())}
