# -*- coding: utf-8 -*-
"""Documents turned into what a page says: words, symbols, dates, links."""

import hashlib


from learning import timestamps
from learning.answers.view import percent
from learning.dates import describe_time
from learning.translation import N_, _, gettext, ngettext

#: Seconds after which nobody waits for a file any more: what was granted for
#: it is over long before.
UPLOAD_TIMEOUT_S = 900
#: Phases that end by themselves; a page that shows one asks for news often.
MOVING = ('waiting_for_upload', 'told', 'uploaded', 'reading', 'embedding',
          'waiting', 'removing')
#: What the list can be narrowed to.
FILTERS = (
    ('moving', N_("on their way"), MOVING),
    ('ready', N_("ready"), ('ready',)),
    ('rejected', N_("rejected"), ('rejected',)),
    ('removed', N_("removed"), ('removed',)))

#: Never by colour alone: a symbol and a word.
STATES = {
    'waiting_for_upload': (u'\u2026', N_("Waiting for the file")),
    'uploaded': (u'\u2191', N_("Uploaded")),
    'told': (u'\u2191', N_("On its way")),
    'reading': (u'\u2026', N_("Being read")),
    'embedding': (u'\u2026', N_("Being embedded")),
    'waiting': (u'\u2026', N_("Waiting")),
    'ready': (u'\u2713', N_("Ready")),
    'rejected': (u'\u2717', N_("Rejected")),
    'missing': (u'\u2717', N_("No file came")),
    'removing': (u'\u2026', N_("Being removed")),
    'removed': (u'\u2212', N_("Removed")),
}
REASONS = {
    'empty': N_("the file is empty"),
    'no_text': N_("there is no text in it"),
    'too_large': N_("it is too large"),
    'too_long': N_("it took too long to read"),
    'encrypted': N_("it is encrypted"),
    'scanned': N_("it holds pictures of text"),
    'broken': N_("the file is broken"),
    'bomb': N_("it unpacks to far more than it is"),
    'wrong_type': N_("it is not what its name says"),
    'unsupported': N_("this kind of file is not read"),
    'bad_encoding': N_("its characters are in no known encoding"),
    'front_matter': N_("what stands at its head cannot be read"),
    'failed': N_("it failed"),
}


def describe_document(req, doc):
    """One document as a page says it."""
    state = state_of(doc)
    symbol, title = STATES[state]
    line = {'document': doc.document, 'state': state, 'symbol': symbol,
            'title': gettext(title), 'moving': state in MOVING,
            'name': doc.name or doc.document, 'wiki': doc.origin == 'wiki',
            'heading': doc.title if doc.title != doc.name else '',
            'subject': doc.subject, 'reason': reason(doc, state),
            'detail': detail(doc, state), 'advice': advice(doc, state),
            'done': doc.done or 0, 'total': doc.total or 0,
            'revision': doc.revision,
            'progress': state == 'embedding' and bool(doc.total),
            'sortable': state != 'removed' and (
                state != 'rejected' or bool(doc.live_revision)),
            'live': doc.live_revision, 'facts': facts(doc),
            'receipt': doc.receipt, 'at': describe_time(req, doc.at)}
    return dict(line, tag=tag_of(line))


def state_of(doc):
    """The phase, as people see it."""
    if doc.phase == 'uploaded' and doc.origin == 'wiki':
        return 'told'       # nobody uploaded it
    late = timestamps.now() - doc.at > UPLOAD_TIMEOUT_S * timestamps.SECOND
    return 'missing' if doc.phase == 'waiting_for_upload' and late \
        else doc.phase


def reason(doc, state):
    """Why it was rejected, in a few words."""
    known = REASONS.get(doc.reason) if state == 'rejected' else None
    return gettext(known) if known else ''


def detail(doc, state):
    """What else there is to say, and what to do."""
    said = [doc.detail] if doc.detail and state in ('waiting',
                                                    'rejected') else []
    if state == 'missing':
        said.append(_("The upload did not end. Please upload the file "
                      "again."))
    if doc.live_revision and doc.live_revision < doc.revision and \
            state not in ('removing', 'removed'):
        said.append(_("Revision %(number)s stays in use meanwhile.",
                      number=doc.live_revision))
    return ' '.join(said)


def advice(doc, state):
    """What an author can do about what was rejected."""
    if state != 'rejected':
        return ''
    if doc.origin == 'wiki':
        return _("Change the wiki page, and it is read again.")
    if doc.reason == 'failed':
        return _("The file need not be the cause: upload it once more as it "
                 "is.")
    return _("Open it to replace the file by one that can be read, or to "
             "remove it.")


def facts(doc):
    """Pages and chunks of what is in use."""
    if not doc.live_revision:
        return ''
    said = []
    if doc.pages:
        said.append(ngettext("%(num)s page", "%(num)s pages", doc.pages))
    if doc.chunks is not None:
        said.append(ngettext("%(num)s part", "%(num)s parts", doc.chunks))
    if doc.dropped:
        said.append(_("%(number)s left out", number=doc.dropped))
    return u', '.join(said)


def tag_of(line):
    """Changes when the document would look different, its age aside."""
    seen = sorted((key, value) for key, value in line.items() if key != 'at')
    return hashlib.sha1(repr((seen, line['at']['iso']))).hexdigest()[:16]


def phases(name):
    """The phases that a filter lets through; none for all."""
    return next((found for key, _title, found in FILTERS if key == name), ())


def heading(path):
    """Titles from the outermost inward as one line."""
    return path if isinstance(path, basestring) else \
        u' \u203a '.join(path or [])
