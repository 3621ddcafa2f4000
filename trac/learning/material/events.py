# -*- coding: utf-8 -*-
"""Events about the material: `WikiPageChanged.v1` on its way out, and what the
feed and the gateway say of a document. What is missing there or odd is as if
it had not been said.
"""

import hashlib
import json
import uuid
from collections import namedtuple

from trac.core import TracError

from learning import timestamps
from learning.material import document
from learning.sync import outbox
from learning.sync.event_size import is_too_large
from learning.text import is_uuid

#: On whose behalf: a mark is an author's word, whoever edits the page.
AUTHORS = ('authors',)

#: A page as it should be published; text: None when it is not material.
PageState = namedtuple('PageState', 'version text subject')

RECEIPT = ('chunks', 'edges', 'concepts')


def fingerprint_of(state):
    """Changes when there is something to publish."""
    if state.text is None:
        return ''
    return hashlib.sha1(json.dumps(state)).hexdigest()


def page_changed_event(page, revision, state, sub):
    """The event `WikiPageChanged.v1` on its way out."""
    data = {'page': page, 'revision': revision, 'version': state.version,
            'deleted': state.text is None, 'text': state.text}
    if state.text is not None:
        data.update(size=len(state.text.encode('utf-8')),
                    subject=state.subject)
    if is_too_large(data):
        data['text'] = None
    return outbox.Message(str(uuid.uuid4()), outbox.RELAYED_ONLY, sub, AUTHORS,
                          timestamps.now(), 0, data)


def document_id_of(page):
    """The document's id of a wiki page, as the indexer makes it."""
    name = u'traclearn:wiki:%s' % page
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name.encode('utf-8')))


def read_document(raw, at):
    """The `Document` in a payload of the feed, or a summary of the gateway.

    :param at: microseconds, when it says none.
    :return: None when it is about no document that there could be.
    """
    if not isinstance(raw, dict) or not is_uuid(raw.get('document')):
        return None
    phase = raw.get('phase') or raw.get('state')
    revision = read_count(raw.get('revision'))
    if phase not in document.RANKS or not revision:
        return None
    fields = {name: read_text(raw.get(name)) for name in document.WORDS}
    fields.update((name, read_count(raw.get(name)))
                  for name in document.NUMBERS)
    return document.Document(
        document=raw['document'], phase=phase, revision=revision,
        origin='wiki' if raw.get('origin') == 'wiki' else 'upload',
        receipt=read_receipt(raw) if phase == 'removed' else None,
        at=read_time(raw.get('at'), at), **fields)


def read_receipt(raw):
    """{chunks, edges, concepts} that went with a document."""
    counts = raw.get('receipt')
    counts = counts if isinstance(counts, dict) else raw
    return {name: read_count(counts.get(name)) or 0 for name in RECEIPT}


def read_count(value):
    """A count, or None; of what is listed one by one, how many there are."""
    if isinstance(value, list):
        return len(value)
    good = isinstance(value, (int, long)) and not isinstance(value, bool)
    return value if good and value >= 0 else None


def read_text(value):
    """A text, '' for anything else."""
    return value if isinstance(value, basestring) else ''


def read_time(value, otherwise):
    """Microseconds of an RFC 3339 text, `otherwise` when it is none."""
    try:
        return timestamps.from_rfc3339(value)
    except (TracError, TypeError, ValueError, AttributeError):
        return otherwise
