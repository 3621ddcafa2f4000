# -*- coding: utf-8 -*-
"""Events on their way out: written with what caused them, in one transaction,
and closed only when the feed speaks of them.
"""

import json
from collections import namedtuple

from learning import timestamps

#: event_id: uuid; detail_type: `AnswerSubmitted.v1`; learner: sub of who
#: acted; groups: theirs; occurred_at: microseconds; ticket: number, 0 when
#: it is about none; data: dictionary as the event's schema says.
Message = namedtuple('Message', 'event_id detail_type learner groups '
                                'occurred_at ticket data')

#: Seconds after the last sending until the next, by how often it was sent.
PAUSES_S = (3, 5, 10, 30, 60, 120)
#: Nobody sends this one at once: it is due as soon as it is there.
RELAYED_ONLY = 'WikiPageChanged.v1'
#: What a learner could send by API, too: an id alone closes no such row.
OF_LEARNERS = ('AnswerSubmitted.v1', 'GradeAppealed.v1', 'PathRequested.v1',
               'PathCreated.v1', 'PathChanged.v1')
MAX_PAUSE_S = 300
#: For which a closed row is kept.
KEEP_DAYS = 14
#: Days after which a row waits for the end of the feed before it is sent
#: again: its echo may stand there, unread. A worker forgets an event 35 days
#: after it came last (INBOX_RETENTION) and would do it a second time.
FEED_FIRST_DAYS = 30

_COLUMNS = 'event_id, detail_type, learner, groups, occurred_at, ticket, data'
_DUE = ("COALESCE(sent, created) + "
        "CASE WHEN tries=0 AND detail_type='%s' THEN 0 %s ELSE %d END"
        % (RELAYED_ONLY,
           ' '.join('WHEN tries=%d THEN %d' % (n, s * timestamps.SECOND)
                    for n, s in enumerate(PAUSES_S)),
           MAX_PAUSE_S * timestamps.SECOND))


def add(db, message):
    """Write the row; `db` is the transaction of what it tells about."""
    db("INSERT INTO learning_outbox (%s, created, tries, last_error) "
       "VALUES (%%s, %%s, %%s, %%s, %%s, %%s, %%s, %%s, 0, '')" % _COLUMNS,
       (message.event_id, message.detail_type, message.learner,
        json.dumps(list(message.groups)), message.occurred_at,
        message.ticket, json.dumps(message.data), timestamps.now()))


def close(db, event_id, ticket, learner, error=''):
    """The feed speaks of this event: close its row.

    The row of what a learner did closes only for that learner: nobody closes
    another's by sending the same id.

    :param ticket: None when it is about none.
    :param error: why the event was rejected, for staff.
    """
    db("UPDATE learning_outbox SET echoed=%s, last_error=%s "
       "WHERE event_id=%s AND ticket=%s AND echoed IS NULL "
       "AND (detail_type NOT IN (" + ', '.join(['%s'] * len(OF_LEARNERS)) +
       ") OR learner=%s)",
       (timestamps.now(), error, event_id, ticket or 0) + OF_LEARNERS +
       (learner or '',))


def add_left_out(db, change, error):
    """What the feed said and Trac cannot hold: for staff, and never sent.

    :param change: the `learning.sync.feed.Change`.
    """
    close(db, change.event_id, change.ticket, change.learner, error)
    now = timestamps.now()
    db("INSERT INTO learning_outbox (%s, created, tries, last_error, echoed) "
       "VALUES (%%s, %%s, %%s, '[]', %%s, %%s, '{}', %%s, 0, %%s, %%s) "
       "ON CONFLICT (event_id) DO UPDATE SET last_error=EXCLUDED.last_error "
       "WHERE learning_outbox.echoed IS NOT NULL" % _COLUMNS,
       (change.event_id or 'change %d' % change.id, change.kind,
        change.learner or '', change.at, change.ticket or 0, now,
        error[:1000], now))


class Outbox(object):
    """The table learning_outbox.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def due(self, limit, at_end=True):
        """Messages whose echo is late, longest waiting first.

        :param at_end: whether the feed has been read to its end.
        """
        now = timestamps.now()
        since = 0 if at_end else now - FEED_FIRST_DAYS * timestamps.DAY
        return [read_message(row) for row in self.env.db_query(
            "SELECT %s FROM learning_outbox WHERE echoed IS NULL AND %s < %%s "
            "AND created >= %%s ORDER BY COALESCE(sent, created) LIMIT %%s"
            % (_COLUMNS, _DUE), (now, since, limit))]

    def next_due(self):
        """Seconds until a message is late: 0 for now, None for never."""
        for at, in self.env.db_query("SELECT MIN(%s) FROM learning_outbox "
                                     "WHERE echoed IS NULL" % _DUE):
            if at is not None:
                left = (at - timestamps.now()) / float(timestamps.SECOND)
                return max(0.0, left)

    def tried(self, event_id, error=''):
        """Note a sending, and what went wrong with it."""
        self.env.db_transaction(
            "UPDATE learning_outbox SET sent=%s, tries=tries+1, last_error=%s "
            "WHERE event_id=%s AND echoed IS NULL",
            (timestamps.now(), error[:1000], event_id))

    def prune(self):
        """Forget rows that were closed long ago."""
        self.env.db_transaction(
            "DELETE FROM learning_outbox WHERE echoed < %s",
            (timestamps.now() - KEEP_DAYS * timestamps.DAY,))


def read_message(row):
    """A `Message` from its columns."""
    message = Message(*row)
    return message._replace(groups=json.loads(message.groups),
                            data=json.loads(message.data))
