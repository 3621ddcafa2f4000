# -*- coding: utf-8 -*-
"""Hints and explanations that a learner got, as the feed tells them."""

import json
import uuid
from collections import namedtuple

from learning.answers.remarks import read_remarks, say_remarks

HINT, EXPLANATION = 'hint', 'explanation'

#: hint: uuid, the same for the same question, step and draft; attempt: that
#: it helped, or explains; kind: `HINT` or `EXPLANATION`; item: of the rubric,
#: or ''; deduction: 0 to 1; at: microseconds; remarks: what `text` says, as
#: codes.
Hint = namedtuple('Hint', 'hint sub attempt ticket kind item text deduction '
                          'at remarks')
_COLUMNS = ', '.join(Hint._fields)


def hints_of(env, ticket, sub):
    """A learner's `Hint`s at a ticket, in order."""
    return [Hint(*found[:-1] + (json.loads(found[-1] or '[]'),))
            for found in env.db_query(
                "SELECT %s FROM learning_hint WHERE ticket=%%s AND sub=%%s "
                "ORDER BY at, hint" % _COLUMNS, (ticket, sub))]


def insert_hint(db, hint):
    """Write what the feed says, once."""
    db("INSERT INTO learning_hint (%s) VALUES (%s) ON CONFLICT DO NOTHING"
       % (_COLUMNS, ', '.join(['%s'] * len(hint))),
       tuple(hint._replace(remarks=json.dumps(hint.remarks))))


def say_hint(hint):
    """A `Hint`'s or a `Reply`'s words for who asks."""
    return say_remarks(hint.remarks, hint.text, u' ')


def read_hint(raw, ticket, learner, at):
    """A `Hint` from what the feed says, None when it cannot be understood.

    :param at: microseconds, of the change.
    """
    try:
        if raw['kind'] not in (HINT, EXPLANATION) or not (ticket and learner):
            return None
        return Hint(str(uuid.UUID(raw['hint'])), learner,
                    int(raw['attempt']), ticket, raw['kind'],
                    raw.get('item') or '', unicode(raw['text']),
                    float(raw['deduction']), at,
                    read_remarks(raw.get('remarks')))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
