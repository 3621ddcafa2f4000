# -*- coding: utf-8 -*-
"""`trac-admin ENV learning sync`: reads the feed into Trac, and sends again
what the feed has not spoken of. Runs until SIGTERM.
"""

import signal
import time

from trac.cache import CacheManager
from trac.config import IntOption
from trac.core import Component, TracError
from trac.util.text import exception_to_unicode

from learning.answers.grade_notices import GradeNotices
from learning.editor.drafts import Drafts
from learning.errors import GatewayError, Refused
from learning.gateway.client import Gateway
from learning.paths.notices import PathNotices
from learning.questions.due_notices import DueNotices
from learning.questions.publication import publish_due
from learning.reviews.notices import ReviewNotices
from learning.sync import applied_grades, cursor, outbox
from learning.sync.feed import Feed, parse_change
from learning.sync.leader import Leader
from learning.sync.outbox import Outbox
from learning.wiki_material.wiki_changes import Pages

#: Messages sent again between two looks at the feed.
RELAY_BATCH = 20
#: Seconds after which the feed is looked at first: behind a slow gateway the
#: echoes of what is sent again may be there already, and learners wait.
RELAY_S = 5
#: Failures in a row after which the gateway is left alone until next time.
MAX_FAILURES = 3
#: Times that a change is tried before it is applied without its comment, and
#: again before it is left out.
COMMENT_TRIES = 5
#: Seconds between two asks for the lead.
LEADER_POLL_S = 1
BACK_OFF_S = (1, 2, 3, 5)
PRUNE_EVERY_S = 3600
#: Seconds between two looks for wiki pages whose change was not published,
#: and for paths, reviews and due dates of which nobody was told.
CATCH_UP_EVERY_S = 60


class Stopped(BaseException):
    """SIGTERM came while nothing was being done.

    No `Exception`: the loop goes on after those. It never leaves this module.
    """


class Sync(Component):
    """The loop of the sync leader."""

    feed_wait = IntOption('learning', 'feed_wait', 3,
        """Seconds (at most 20) that the feed is asked to wait for news. A
        changed wiki page, and what could not be sent at once, is sent no
        later than this.""")

    def __init__(self):
        self.stopping = self.idle = False
        self.at_end = False         # the feed had nothing more, when last read
        self.failed = (None, 0)
        self.pruned = self.caught_up = 0

    def run(self):
        """Follow the feed until told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        leader = Leader(self.env)
        self.log.info("learning sync started")
        try:
            self._run(leader)
        except Stopped:
            pass
        finally:
            leader.resign()
        self.log.info("learning sync stopped")

    def step(self):
        """Release what is due, send again what is late, then read the feed
        once."""
        CacheManager(self.env).reset_metadata()
        self.env.config.parse_if_needed()
        self._prune()
        self._catch_up()
        publish_due(self.env)
        self.relay_due()
        self.read_feed(self._wait())

    def relay_due(self):
        """Send what the feed has not spoken of in time."""
        rows, failures = Outbox(self.env), 0
        began = time.time()
        for message in rows.due(RELAY_BATCH, self.at_end):
            try:
                with self._interruptible():
                    Gateway(self.env).relay(message)
                error, failures = '', 0
            except GatewayError as e:
                error = exception_to_unicode(e)
                failures += not isinstance(e, Refused)
                self.log.warning("%s %s was not taken: %s",
                                 message.detail_type, message.event_id, error)
            rows.tried(message.event_id, error)
            if failures >= MAX_FAILURES or self.stopping or \
                    time.time() - began > RELAY_S:
                return

    def read_feed(self, wait):
        """Read one page of the feed and apply it."""
        epoch, after = cursor.read_position(self.env)
        with self._interruptible():
            page = Gateway(self.env).changes(after, epoch, wait)
        if page['epoch'] != epoch:
            self.log.warning("The feed has a new epoch, %s: reading it from "
                             "the beginning", page['epoch'])
            cursor.start_epoch(self.env, page['epoch'])
        for raw in page['changes']:
            if self.stopping:
                return
            self._apply(raw, page['epoch'])
        with self.env.db_transaction as db:
            cursor.advance_cursor(db, page['epoch'], page['cursor'])
            cursor.note_read(self.env)
        self.at_end = not page['changes'] and \
            (page['epoch'], page['cursor']) == (epoch, after)

    # Internal methods

    def _run(self, leader):
        leading, pause = False, 0
        while not self.stopping:
            try:
                if not leader.leads():
                    self._sleep(LEADER_POLL_S)
                    continue
                if not leading:
                    self.log.info("learning sync leads")
                    leading = True
                self.step()
                pause = 0
            except Exception as e:
                leading = leading and leader.cnx is not None
                seconds = BACK_OFF_S[min(pause, len(BACK_OFF_S) - 1)]
                pause += 1
                self.log.error("learning sync rests for %d s: %s", seconds,
                               exception_to_unicode(
                                   e, not isinstance(e, GatewayError)))
                self._sleep(seconds)

    def _apply(self, raw, epoch):
        try:
            change = parse_change(raw)
        except (KeyError, TypeError, ValueError, TracError) as e:
            self.log.error("The feed says %r, which nobody understands: %s",
                           raw, exception_to_unicode(e))
            return
        key = (epoch, change.id)
        tries = self.failed[1] if self.failed[0] == key else 0
        try:
            # What cannot be commented on still reaches the panel.
            Feed(self.env).apply(change, epoch, comment=tries < COMMENT_TRIES)
        except (self.env.db_exc.OperationalError,
                self.env.db_exc.InterfaceError):
            raise               # the database's trouble, not the change's
        except Exception as e:
            self.failed = (key, tries + 1)
            if tries + 1 == COMMENT_TRIES:
                self.log.error("Ticket #%s gets no comment about change %s",
                               change.ticket, change.id)
            if tries + 1 < 2 * COMMENT_TRIES or not self._incurable(e):
                raise
            self._leave_out(change, epoch, exception_to_unicode(e))

    def _incurable(self, error):
        """Not what a database does that is not upgraded yet, say."""
        db_exc = self.env.db_exc
        return not isinstance(error, db_exc.DatabaseError) or \
            isinstance(error, (db_exc.DataError, db_exc.IntegrityError))

    def _leave_out(self, change, epoch, error):
        """One change that cannot be applied holds up nobody else's."""
        self.log.error("Change %s (%s, ticket #%s) is left out: %s",
                       change.id, change.kind, change.ticket, error)
        with self.env.db_transaction as db:
            cursor.advance_cursor(db, epoch, change.id)
            outbox.add_left_out(db, change, u"not shown in Trac: %s" % error)

    def _wait(self):
        due = [seconds for seconds in (Outbox(self.env).next_due(),
                                       Drafts(self.env).next_due())
               if seconds is not None]
        wait = min(20, self.feed_wait)
        return max(0, min([wait] + [int(seconds) + 1 for seconds in due]))

    def _prune(self):
        if time.time() - self.pruned > PRUNE_EVERY_S:
            Outbox(self.env).prune()
            applied_grades.prune_applied_grades(self.env)
            self.pruned = time.time()

    def _catch_up(self):
        if time.time() - self.caught_up > CATCH_UP_EVERY_S:
            Pages(self.env).catch_up()
            PathNotices(self.env).send_due()
            GradeNotices(self.env).send_due()
            ReviewNotices(self.env).send_due()
            DueNotices(self.env).send_due()
            self.caught_up = time.time()

    def _stop(self, signum, frame):
        self.stopping = True
        if self.idle:
            raise Stopped

    def _interruptible(self):
        return Idle(self)

    def _sleep(self, seconds):
        with self._interruptible():
            time.sleep(seconds)


class Idle(object):
    """While this lasts, a signal ends the process at once."""

    def __init__(self, sync):
        self.sync = sync

    def __enter__(self):
        self.sync.idle = True
        if self.sync.stopping:
            raise Stopped

    def __exit__(self, *exc):
        self.sync.idle = False
