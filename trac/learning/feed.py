# -*- coding: utf-8 -*-
"""One change of the feed, brought into Trac's database exactly once.

The row of the attempt, the ticket's comment, the note that this grade was
applied and the cursor are one transaction. Nothing depends on the order in
which changes come: (person over machine, revision, moment, id) decides
between grades as in the progress service, the later moment between phases,
and a grade always stays.
"""

from collections import namedtuple

from trac.core import Component

from learning import attempt as attempts
from learning import chaos, moment, outbox
from learning.attempt import Attempts
from learning.cursor import advance
from learning.material import document, telling
from learning.record import announce, record

#: id: position in the feed; at: microseconds; kind: as the gateway's routes
#: say; event_id: of the event behind it; learner: sub or None; ticket:
#: number, None when it is about none; attempt: number or None; grade:
#: dictionary or None; reason: text; content: of a document, or None.
Change = namedtuple('Change', 'id at kind event_id learner ticket attempt '
                              'grade reason content')

#: Of two phases at the same moment the further one counts.
PHASES = {'answer_received': 'queued', 'grading_started': 'grading',
          'delayed': 'delayed', 'ungradable': 'ungradable',
          'rejected': 'rejected'}
RANKS = ('received', 'queued', 'grading', 'delayed', 'ungradable', 'rejected',
         'graded')
GRADES = ('graded', 'overridden')
#: The feed's word for a step that was told late: a later one is known.
OUTRANKED = 'outranked'
#: The feed's word for an answer whose attempt another answer has: told of the
#: refused one alone, by its event.
TAKEN = 'attempt_taken'


def parse(raw):
    """A `Change` from the feed's JSON."""
    return Change(raw['id'], moment.parse(raw['at']), raw['kind'],
                  raw.get('event_id'), raw.get('learner'), raw.get('ticket'),
                  raw.get('attempt'), raw.get('grade'), raw.get('reason'),
                  raw.get('content'))


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
            outbox.echo(db, change.event_id, change.ticket, change.learner,
                        rejection(change))
            if change.content:
                self._content(db, change)
            event = self._attempt(db, change, comment)
            advance(db, epoch, change.id)
        chaos.point('sync_committed')
        if event:
            announce(self.env, event)

    # Internal methods

    def _content(self, db, change):
        told = telling.read(change.content, change.at)
        if told is None:
            self.log.error("Change %s tells %r of a document, which nobody "
                           "understands", change.id, change.content)
        else:
            document.note(db, told)

    def _attempt(self, db, change, comment):
        if not change.attempt or not change.learner:
            return None
        where = (change.ticket, change.learner)
        if not db("SELECT 1 FROM learning_seat WHERE ticket=%s AND sub=%s",
                  where):
            return self._nothing(change)    # deleted ticket, unknown learner
        last = attempts.sit(db, *where)
        row = Attempts(self.env).get(change.ticket, change.learner,
                                     change.attempt)
        if row is None:
            return self._nothing(change)
        if change.kind not in GRADES:
            self._phase(db, row, change)
        elif first_time(db, change):
            return self._grade(db, row, change, comment and
                               change.attempt == last)

    def _nothing(self, change):
        self.without_effect += 1
        self.log.info("Change %s (%s, ticket #%s) has no effect here; %d so "
                      "far", change.id, change.kind, change.ticket,
                      self.without_effect)

    def _phase(self, db, row, change):
        phase = PHASES.get(change.kind)
        if change.reason == OUTRANKED or (
                change.reason == TAKEN and change.event_id != row.event_id):
            return
        if phase and follows(row, phase, change.at):
            save(db, row._replace(phase=phase, phase_at=change.at,
                                  reason=change.reason or ''))

    def _grade(self, db, row, change, comment):
        chaos.point('applied')
        graded = row._replace(**judged(change))
        if row.phase == 'graded' and rank(graded) <= rank(row):
            return None
        save(db, graded)
        return record(self.env, db, graded) if comment else None


def rejection(change):
    """Why an event was rejected, for staff."""
    if change.kind != 'rejected':
        return ''
    return u'rejected: %s' % (change.reason or '')


def first_time(db, change):
    """True once for each grade, even if two leaders meet."""
    cursor = db.cursor()
    cursor.execute(
        "INSERT INTO learning_applied (grade_id, ticket, applied) "
        "VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (change.grade['id'], change.ticket, moment.now()))
    return cursor.rowcount == 1


def follows(row, phase, at):
    """Whether a phase comes after the one that the attempt is in."""
    if row.phase in ('received', 'graded'):
        return row.phase == 'received'
    return (at, RANKS.index(phase)) > (row.phase_at, RANKS.index(row.phase))


def rank(graded):
    """The greater one counts of two grades of an attempt."""
    return (graded.person, graded.revision, graded.phase_at, graded.grade_id)


def judged(change):
    """The columns that a grade sets."""
    grade = change.grade
    return {'phase': 'graded', 'phase_at': moment.parse(grade['at']),
            'score': grade['score'], 'feedback': grade.get('feedback') or '',
            'items': grade.get('items') or [],
            'provisional': int(bool(grade.get('provisional'))),
            'needs_review': int(bool(grade.get('needs_review'))),
            'sources': grade.get('sources') or [],
            'grader': grade.get('grader') or '', 'grade_id': grade['id'],
            'person': int(bool(grade.get('person'))),
            'revision': grade['revision'], 'reason': ''}


def save(db, row):
    """Write an attempt as it now stands."""
    db("UPDATE learning_attempt SET %s WHERE ticket=%%s AND sub=%%s "
       "AND attempt=%%s" % ', '.join('%s=%%s' % f for f in row._fields),
       attempts.row(row) + (row.ticket, row.sub, row.attempt))
