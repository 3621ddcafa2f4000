# -*- coding: utf-8 -*-
"""`WikiPageChanged.v1`, as the contract wants it."""

import hashlib
import json
import uuid
from collections import namedtuple

from learning import timestamps
from learning.sync import outbox

#: Bytes of an event's data; the bus takes 256 KB with all that is around it.
LARGEST = 180000
#: The same when each letter beyond ASCII is written as `\\u0431`, as some
#: of those do that carry it on.
LARGEST_ESCAPED = 240000
#: On whose behalf: a mark is an author's word, whoever edits the page.
AUTHORS = ('authors',)

#: A page as it should be told; text: None when it is not material.
State = namedtuple('State', 'version text subject')


def fingerprint(state):
    """Changes when there is something to tell."""
    if state.text is None:
        return ''
    return hashlib.sha1(json.dumps(state)).hexdigest()


def changed(page, revision, state, sub):
    """The event `WikiPageChanged.v1` on its way out."""
    data = {'page': page, 'revision': revision, 'version': state.version,
            'deleted': state.text is None, 'text': state.text}
    if state.text is not None:
        data.update(size=len(state.text.encode('utf-8')),
                    subject=state.subject)
    if too_large(data):
        data['text'] = None
    return outbox.Message(str(uuid.uuid4()), outbox.RELAYED_ONLY, sub, AUTHORS,
                          timestamps.now(), 0, data)


def too_large(data):
    """Whether an event cannot carry it."""
    return len(json.dumps(data, ensure_ascii=False).encode('utf-8')) > \
        LARGEST or len(json.dumps(data)) > LARGEST_ESCAPED


def ident(page):
    """The document's id of a wiki page, as the indexer makes it."""
    name = u'traclearn:wiki:%s' % page
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name.encode('utf-8')))
