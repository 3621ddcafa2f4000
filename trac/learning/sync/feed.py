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
from learning.answers import appeal as appeals
from learning.answers import attempt as attempts
from learning.answers import counting, grade_change, hint
from learning.answers.attempt import Attempts
from learning.answers.grade_notices import GradeNotices
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
#: state: of the attempt, a `State`, or None; counting: which attempt counts,
#: or None; review: when it is due, or None; appeal, hint, withdrawal: what
#: the feed says of them, or None.
Change = namedtuple('Change', 'id at kind event_id learner ticket attempt '
                              'reason content path state counting review '
                              'appeal hint withdrawal')
#: answer: the event of the only answer that this is about, or None; rank:
#: (how often persons spoke of the grade, revision, microseconds, id);
#: columns: of the attempt; cause: of the grade, or ''; said: a person's
#: reason, or ''.
State = namedtuple('State', 'answer rank columns cause said')

#: A person's grade was taken back.
WITHDRAWN = 'withdrawn'


def parse_change(raw):
    """A `Change` from the feed's JSON."""
    return Change(raw['id'], timestamps.from_rfc3339(raw['at']), raw['kind'],
                  raw.get('event_id'), raw.get('learner'), raw.get('ticket'),
                  raw.get('attempt'), raw.get('reason'), raw.get('content'),
                  raw.get('path'),
                  parse_state(raw.get('state') or derive_state(raw)),
                  raw.get('counting'), raw.get('review'), raw.get('appeal'),
                  raw.get('hint'), raw.get('withdrawal'))


def parse_state(raw):
    """A `State` from JSON that may be None."""
    if raw:
        grade = raw['grade'] or {}
        return State(raw['answer'], tuple(raw['rank']), state_columns(raw),
                     grade.get('cause') or '', grade.get('reason') or '')


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
            for name, bring_in in (('content', self._content),
                                   ('path', self._path),
                                   ('review', self._review),
                                   ('appeal', self._appeal),
                                   ('hint', self._hint)):
                if getattr(change, name) and not bring_in(db, change):
                    self.log.error("Change %s says of its %s %r, which "
                                   "nobody understands", change.id, name,
                                   getattr(change, name))
            if change.kind == 'rejected':
                self._rejection(db, change)
            event = self._attempt(db, change, comment)
        chaos.point('sync_committed')
        if change.path or change.kind == 'rejected':
            PathNotices(self.env).send_due()
        if change.state:
            GradeNotices(self.env).send_due()
        if event:
            notify_change(self.env, event)

    # Internal methods

    # Each returns whether it understands what the change says.

    def _content(self, db, change):
        found = events.read_document(change.content, change.at)
        if found:
            document.upsert_document(db, found)
        return found

    def _path(self, db, change):
        found = paths.read_path(change.path, change.learner)
        if found and not paths.upsert_path(db, found):
            self.log.warning("Change %s gives path %s to %s, but it is "
                             "another learner's", change.id, found.id,
                             found.learner)
        return found

    def _review(self, db, change):
        found = reviews.read_review(change.review, change.ticket,
                                    change.learner)
        if found:
            reviews.upsert_review(db, found)
        return found

    def _appeal(self, db, change):
        found = appeals.read_appeal(change.appeal, change.ticket,
                                    change.learner, change.attempt)
        if found and self._knows_ticket(change):
            appeals.upsert_appeal(db, found)
        return found

    def _hint(self, db, change):
        found = hint.read_hint(change.hint, change.ticket, change.learner,
                               change.at)
        if found and self._knows_ticket(change):
            hint.insert_hint(db, found)
        return found

    def _knows_ticket(self, change):
        return bool(self.env.db_query("SELECT 1 FROM ticket WHERE id=%s",
                                      (change.ticket,)))

    def _rejection(self, db, change):
        if not change.path:
            paths.fail_request(db, change.event_id, change.learner,
                               change.at)
        appeals.reject_appeal(db, change.event_id, change.learner,
                              change.reason, change.at)

    def _attempt(self, db, change, comment):
        if not change.learner or not (change.state or change.counting):
            return None
        where = (change.ticket, change.learner)
        if not db("SELECT 1 FROM learning_seat WHERE ticket=%s AND sub=%s",
                  where):
            return self._nothing(change)    # deleted ticket, unknown learner
        last = attempts.lock_attempt_counter(db, *where)
        row = change.state and Attempts(self.env).get(
            change.ticket, change.learner, change.attempt)
        if change.state and row is None:
            return self._nothing(change)
        comment = comment and change.attempt == last
        event = row and self._state(db, row, change, comment)
        self._counting(db, change)
        return event

    def _nothing(self, change):
        self.without_effect += 1
        self.log.info("Change %s (%s, ticket #%s) has no effect here; %d so "
                      "far", change.id, change.kind, change.ticket,
                      self.without_effect)

    def _state(self, db, old, change, comment):
        state = change.state
        if state.answer not in (None, old.event_id) or (
                old.phase == 'graded' and state.rank <= rank_of(old)):
            return None
        row = with_labels(old._replace(**state.columns), old.items)
        changed = note_change(db, old, row, change)
        if row.phase != 'graded':
            return save_attempt(db, row)
        first = note_applied(db, row)
        chaos.point('applied')
        save_attempt(db, row)
        if (first or changed) and comment:
            event = comment_grade(self.env, db, row, changed)
            return None if changed else event   # the learner is told of that

    def _counting(self, db, change):
        found = change.counting and counting.read_counting(change.counting)
        if found:
            counting.set_counting(db, change.ticket, change.learner, found)
        else:
            counting.derive_counting(db, change.ticket, change.learner)
        if change.counting and not found:
            self.log.error("Change %s says of what counts %r, which nobody "
                           "understands", change.id, change.counting)


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


def note_change(db, old, row, change):
    """Keep for the learner that a grade took another's place.

    :param old: the attempt before. :param row: and after it.
    :return: the `GradeChange`, or None where there is nothing to tell, or it
        was told.
    """
    if old.phase != 'graded' or old.grade_id == row.grade_id or (
            (grade_change.percent(old.score), old.person) ==
            (grade_change.percent(row.score), row.person)):
        return None
    found = grade_change.GradeChange(
        change.event_id or row.grade_id, row.ticket, row.sub, row.attempt,
        old.score, row.score, cause_of(change), reason_of(change), change.at)
    return found if grade_change.add_change(db, found) else None


def cause_of(change):
    """Why there is another grade."""
    if change.kind == WITHDRAWN:
        return grade_change.WITHDRAWAL
    return change.state.cause or (
        grade_change.OVERRIDE if change.kind == 'overridden'
        else grade_change.REGRADE)


def reason_of(change):
    """A person's words on it, or ''."""
    if isinstance(change.withdrawal, dict):
        return unicode(change.withdrawal.get('reason') or '')
    return change.state.said


def with_labels(row, known):
    """The attempt with the names of its points: a person's grade tells their
    ids alone.

    :param known: items of the grade before.
    """
    labels = {item['id']: item.get('label') for item in known}
    return row._replace(items=[
        dict(item, label=item.get('label') or labels.get(item['id']) or '')
        for item in row.items])


def rank_of(row):
    """That of the state in which a graded attempt is."""
    return row.decisions, row.revision, row.phase_at, row.grade_id


def state_columns(state):
    """What a state sets."""
    found = {'phase': state['phase'],
             'phase_at': timestamps.from_rfc3339(state['at']),
             'reason': state['reason'] or '',
             'decisions': state['rank'][0]}
    found.update(grade_columns(state['grade']) if state['grade']
                 else attempts.NO_GRADE)
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
