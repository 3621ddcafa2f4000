# -*- coding: utf-8 -*-
"""One change of the feed, brought into Trac's database exactly once.

The row of the attempt, the ticket's comment, the note that this grade was
applied and the cursor are one transaction. A change carries the state after
it, which is taken as it is: of the feed's changes in their order, each once,
and a grade gives way to a greater rank only.
"""

from collections import namedtuple

from trac.core import Component

from learning import chaos, timestamps
from learning.answers import attempt as attempts
from learning.answers.attempt import Attempts
from learning.material import document, events
from learning.paths import path as paths
from learning.paths.notices import PathNotices
from learning.reviews import review as reviews
from learning.sync import outbox
from learning.sync.cursor import advance_cursor
from learning.sync.derived_state import derive_state
from learning.tickets.ticket_comment import comment_grade, notify_change

#: id: position in the feed; kind: as the gateway's routes say; at:
#: microseconds; event_id: of the event behind it; learner: sub or None;
#: ticket: number, None when it is about none; attempt: number or None;
#: reason: text; content: of a document, or None; path: of a path, or None;
#: state: of the attempt, a `State`, or None; review: when it is due, or None.
Change = namedtuple('Change', 'id at kind event_id learner ticket attempt '
                              'reason content path state review')
#: answer: the event of the only answer that this is about, or None; rank:
#: (person, revision, microseconds, id) of the grade, or zeros; columns: of
#: the attempt.
State = namedtuple('State', 'answer rank columns')


def parse_change(raw):
    """A `Change` from the feed's JSON."""
    return Change(raw['id'], timestamps.from_rfc3339(raw['at']), raw['kind'],
                  raw.get('event_id'), raw.get('learner'), raw.get('ticket'),
                  raw.get('attempt'), raw.get('reason'), raw.get('content'),
                  raw.get('path'),
                  parse_state(raw.get('state') or derive_state(raw)),
                  raw.get('review'))


def parse_state(raw):
    """A `State` from JSON that may be None."""
    return raw and State(raw['answer'], tuple(raw['rank']), state_columns(raw))


class Feed(Component):
    """Applies changes."""

    def __init__(self):
        self.without_effect = 0

    def apply(self, change, epoch, comment=True):
        """Bring one change in, and mail about it afterwards.

        :param epoch: of the feed that the change's id counts in.
        :param comment: False leaves the ticket alone.
        """
        with self.env.db_transaction as db:
            if not advance_cursor(db, epoch, change.id):
                return      # another leader was faster
            outbox.close(db, change.event_id, change.ticket, change.learner,
                         rejection_text(change))
            if change.content:
                self._content(db, change)
            if change.path:
                self._path(db, change)
            elif change.kind == 'rejected':
                paths.fail_request(db, change.event_id, change.learner,
                                   change.at)
            if change.review:
                self._review(db, change)
            event = self._attempt(db, change, comment)
        chaos.point('sync_committed')
        if change.path or change.kind == 'rejected':
            PathNotices(self.env).send_due()
        if event:
            notify_change(self.env, event)

    # Internal methods

    def _content(self, db, change):
        found = events.read_document(change.content, change.at)
        if found is None:
            self.log.error("Change %s tells %r of a document, which nobody "
                           "understands", change.id, change.content)
        else:
            document.upsert_document(db, found)

    def _path(self, db, change):
        found = paths.read_path(change.path, change.learner)
        if found is None:
            self.log.error("Change %s tells %r of a path, which nobody "
                           "understands", change.id, change.path)
        elif not paths.upsert_path(db, found):
            self.log.warning("Change %s gives path %s to %s, but it is "
                             "another learner's", change.id, found.id,
                             found.learner)

    def _review(self, db, change):
        found = reviews.read_review(change.review, change.ticket,
                                    change.learner)
        if found is None:
            self.log.error("Change %s tells %r of a review, which nobody "
                           "understands", change.id, change.review)
        else:
            reviews.upsert_review(db, found)

    def _attempt(self, db, change, comment):
        if not change.state or not change.learner:
            return None
        where = (change.ticket, change.learner)
        if not db("SELECT 1 FROM learning_seat WHERE ticket=%s AND sub=%s",
                  where):
            return self._nothing(change)    # deleted ticket, unknown learner
        last = attempts.lock_attempt_counter(db, *where)
        row = Attempts(self.env).get(change.ticket, change.learner,
                                     change.attempt)
        if row is None:
            return self._nothing(change)
        return self._state(db, row, change, comment and change.attempt == last)

    def _nothing(self, change):
        self.without_effect += 1
        self.log.info("Change %s (%s, ticket #%s) has no effect here; %d so "
                      "far", change.id, change.kind, change.ticket,
                      self.without_effect)

    def _state(self, db, row, change, comment):
        state = change.state
        if state.answer not in (None, row.event_id) or (
                row.phase == 'graded' and state.rank <= rank_of(row)):
            return None
        row = row._replace(**state.columns)
        if row.phase != 'graded':
            return save_attempt(db, row)
        first = note_applied(db, row)
        chaos.point('applied')
        save_attempt(db, row)
        return comment_grade(self.env, db, row) if first and comment else None


def rejection_text(change):
    """Why an event was rejected, for staff."""
    if change.kind != 'rejected':
        return ''
    return u'rejected: %s' % (change.reason or '')


def note_applied(db, row):
    """True once for each grade, whatever the epoch."""
    cursor = db.cursor()
    cursor.execute(
        "INSERT INTO learning_applied (grade_id, ticket, applied) "
        "VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (row.grade_id, row.ticket, timestamps.now()))
    return cursor.rowcount == 1


def rank_of(row):
    """That of the state in which a graded attempt is."""
    return row.person, row.revision, row.phase_at, row.grade_id


def state_columns(state):
    """What a state sets."""
    found = {'phase': state['phase'],
             'phase_at': timestamps.from_rfc3339(state['at']),
             'reason': state['reason'] or ''}
    if state['grade']:
        found.update(grade_columns(state['grade']))
    return found


def grade_columns(grade):
    """The columns that a grade sets."""
    return {'score': grade['score'], 'feedback': grade.get('feedback') or '',
            'items': grade.get('items') or [],
            'provisional': int(bool(grade.get('provisional'))),
            'needs_review': int(bool(grade.get('needs_review'))),
            'sources': grade.get('sources') or [],
            'grader': grade.get('grader') or '', 'grade_id': grade['id'],
            'person': int(bool(grade.get('person'))),
            'revision': grade['revision']}


def save_attempt(db, row):
    """Write an attempt as it now stands."""
    db("UPDATE learning_attempt SET %s WHERE ticket=%%s AND sub=%%s "
       "AND attempt=%%s" % ', '.join('%s=%%s' % f for f in row._fields),
       attempts.attempt_row(row) + (row.ticket, row.sub, row.attempt))
