# -*- coding: utf-8 -*-
"""What a learner changed from one answer to the next, and what that changed.
"""

import re
from difflib import SequenceMatcher

from trac.util.html import Element, tag

from learning.answers.grade_change import percent

#: Words of both answers that may differ; beyond that a comparison would take
#: longer than a page may, and say little.
MAX_WORDS = 3000
#: Newest answers that are compared with the one before.
MAX_COMPARED = 10
_WORD = re.compile(r'\s+|\w+|[^\w\s]', re.UNICODE)

SAME, ADDED, REMOVED = 'same', 'added', 'removed'


def diff_words(old, new):
    """[(kind, text)] that turn one text into the other, or None where they
    are too long to be compared."""
    old, new = _WORD.findall(old), _WORD.findall(new)
    start = shared_length(old, new)
    end = shared_length(reversed(old[start:]), reversed(new[start:]))
    before, after = old[:start], old[len(old) - end:]
    old, new = old[start:len(old) - end], new[start:len(new) - end]
    if len(old) + len(new) > MAX_WORDS:
        return None
    found = [(SAME, before)]
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == 'equal':
            found.append((SAME, old[a:b]))
        else:
            found += [(REMOVED, old[a:b]), (ADDED, new[c:d])]
    found.append((SAME, after))
    return [(kind, u''.join(words)) for kind, words in found if words]


def mark_words(parts):
    """The same for a page, or None: never by colour alone."""
    return parts and tag(
        text if kind == SAME else
        tag.ins(text) if kind == ADDED else Element('del')(text)
        for kind, text in parts)


def shared_length(one, other):
    """How many words the two begin with alike."""
    count = 0
    for first, second in zip(one, other):
        if first != second:
            break
        count += 1
    return count


def add_comparisons(rows, described):
    """To each described attempt what changed since the one before.

    :param rows: a learner's `Attempt`s, newest first.
    :param described: the same, as `learning.answers.view` has them.
    """
    pairs = zip(rows, described, rows[1:], described[1:])
    for new, shown, old, before in pairs[:MAX_COMPARED]:
        shown['since_before'] = {
            'attempt': old.attempt, 'score': change_of_score(old, new),
            'points': changed_points(before['items'], shown['items']),
            'text': mark_words(diff_words(old.answer, new.answer)),
            'same': old.answer == new.answer}


def change_of_score(old, new):
    """(percent before, percent now), or None without two grades."""
    scores = percent(old.score), percent(new.score)
    return None if None in scores else scores


def changed_points(old, new):
    """[(point before, point now)] of those with another verdict."""
    before = {item['id']: item for item in old}
    return [(before[item['id']], item) for item in new
            if item['id'] in before and
            before[item['id']]['verdict'] != item['verdict']]
