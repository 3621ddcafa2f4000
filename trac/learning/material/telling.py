# -*- coding: utf-8 -*-
"""What the feed and the gateway tell of a document, read with patience:
whatever is missing or odd is as if it had not been told.
"""

import re

from trac.core import TracError

from learning import timestamps
from learning.material import document

RECEIPT = ('chunks', 'edges', 'concepts')
_UUID = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z')


def read(raw, at):
    """The `Document` in a payload of the feed, or a summary of the gateway.

    :param at: microseconds, when it says none.
    :return: None when it tells of no document that there could be.
    """
    if not isinstance(raw, dict) or not is_id(raw.get('document')):
        return None
    phase = raw.get('phase') or raw.get('state')
    revision = number(raw.get('revision'))
    if phase not in document.RANKS or not revision:
        return None
    told = {name: words(raw.get(name)) for name in document.WORDS}
    told.update((name, number(raw.get(name))) for name in document.NUMBERS)
    return document.Document(
        document=raw['document'], phase=phase, revision=revision,
        origin='wiki' if raw.get('origin') == 'wiki' else 'upload',
        receipt=receipt(raw) if phase == 'removed' else None,
        at=when(raw.get('at'), at), **told)


def receipt(raw):
    """{chunks, edges, concepts} that went with a document."""
    counts = raw.get('receipt')
    counts = counts if isinstance(counts, dict) else raw
    return {name: number(counts.get(name)) or 0 for name in RECEIPT}


def is_id(value):
    """Whether it is a document's id as the indexer writes it."""
    return isinstance(value, basestring) and bool(_UUID.match(value))


def number(value):
    """A count, or None; of what is told one by one, how many there are."""
    if isinstance(value, list):
        return len(value)
    good = isinstance(value, (int, long)) and not isinstance(value, bool)
    return value if good and value >= 0 else None


def words(value):
    """A text, '' for anything else."""
    return value if isinstance(value, basestring) else ''


def when(value, otherwise):
    """Microseconds of an RFC 3339 text, `otherwise` when it is none."""
    try:
        return timestamps.from_rfc3339(value)
    except (TracError, TypeError, ValueError, AttributeError):
        return otherwise
