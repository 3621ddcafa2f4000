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
from learning.answers import counting, hint
from learning.answers.attempt import Attempts
from learning.answers.grade_notices import GradeNotices, send_first_grade
from learning.material import document, events
from learning.paths import path as paths
from learning.paths.notices import PathNotices
from learning.reviews import review as reviews
from learning.sync import outbox
from learning.sync.attempt_state import apply_state, parse_state
from learning.sync.cursor import advance_cursor
from learning.sync.derived_state import derive_state
from learning.tickets.ticket_comment import (comment_grade, follow_counting,
                                             notify_change)

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


def parse_change(raw):
    """A `Change` from the feed's JSON."""
    return Change(raw['id'], timestamps.from_rfc3339(raw['at']), raw['kind'],
                  raw.get('event_id'), raw.get('learner'), raw.get('ticket'),
                  raw.get('attempt'), raw.get('reason'), raw.get('content'),
                  raw.get('path'),
                  parse_state(raw.get('state') or derive_state(raw)),
                  raw.get('counting'), raw.get('review'), raw.get('appeal'),
                  raw.get('hint'), raw.get('withdrawal'))


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
            grade = self._attempt(db, change)
            event = comment and self._ticket(db, change, grade)
        chaos.point('sync_committed')
        if change.path or change.kind == 'rejected':
            PathNotices(self.env).send_due()
        if change.state:
            GradeNotices(self.env).send_due()
        if event:
            notify_change(self.env, event)
        if grade and comment and not grade.change:
            send_first_grade(self.env, grade.row)

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

    def _attempt(self, db, change):
        """The `NewGrade` of a learner's last attempt, or None."""
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
        grade = row and apply_state(db, row, change)
        self._counting(db, change)
        return grade if change.attempt == last else None

    def _ticket(self, db, change, grade):
        """The event of the ticket's change to announce, or None."""
        if grade:
            return comment_grade(self.env, db, *grade)
        if change.learner and (change.state or change.counting):
            follow_counting(self.env, db, change.ticket, change.learner)

    def _nothing(self, change):
        self.without_effect += 1
        self.log.info("Change %s (%s, ticket #%s) has no effect here; %d so "
                      "far", change.id, change.kind, change.ticket,
                      self.without_effect)

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
