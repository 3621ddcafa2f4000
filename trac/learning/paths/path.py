# -*- coding: utf-8 -*-
"""What Trac knows of each path: its own request and what the feed tells.
Nothing depends on the order in which it comes.
"""

import json
import uuid
from collections import namedtuple

from trac.core import TracError

from learning import timestamps
from learning.errors import NoPath
from learning.paths.proposed_step import keep_declined, read_proposed
from learning.paths.step import follow_passages, read_steps
from learning.text import strip_unstorable
from learning.translation import _

REQUESTED, WORKING, PROPOSED, UNAVAILABLE, ACCEPTED, GIVEN_UP = STATES = (
    'requested', 'working', 'proposed', 'unavailable', 'accepted', 'given_up')
#: By which of two states one counts, as in the progress service; of the same
#: rank the later.
RANKS = {REQUESTED: 0, WORKING: 1, PROPOSED: 2, UNAVAILABLE: 2, ACCEPTED: 3,
         GIVEN_UP: 4}

#: id: uuid; learner: sub; rank: of `RANKS`; minutes: that the learner has;
#: asked_at, changed_at: microseconds; document: what the feed says, a
#: dictionary; renamed_at: when the learner gave it its title, 0 for never. A
#: number that nobody said yet is None.
Path = namedtuple('Path', 'id learner state rank goal difficulty minutes '
                          'title asked_at changed_at document '
                          'renamed_at')

_COLUMNS = ', '.join(Path._fields)


class Paths(object):
    """The table learning_path.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def get(self, ident):
        """A path, or None."""
        return next(iter(self._all("id=%s", (ident,))), None)

    def of(self, learner):
        """A learner's paths, the newest first."""
        return self._all("learner=%s ORDER BY asked_at DESC, id", (learner,))

    def in_state(self, learner, state):
        """A learner's paths in one of `STATES`, the newest first."""
        return self._all("learner=%s AND state=%s ORDER BY asked_at DESC, id",
                         (learner, state))

    def with_ticket(self, ticket, learner):
        """A learner's paths in which a ticket is a step, the oldest first,
        and those that were given up behind the others."""
        return self._all(
            "learner=%s AND state IN (%s, %s) AND id IN "
            "(SELECT path FROM learning_step WHERE ticket=%s) "
            "ORDER BY rank, asked_at, id",
            (learner, ACCEPTED, GIVEN_UP, ticket))

    def _all(self, where, args):
        return [path_of_row(found) for found in self.env.db_query(
            "SELECT %s FROM learning_path WHERE %s" % (_COLUMNS, where),
            args)]


def insert_path(db, path):
    """Write a new path.

    :return: False when there is one of this id.
    """
    cursor = db.cursor()
    cursor.execute(
        "INSERT INTO learning_path (%s) VALUES (%s) ON CONFLICT DO NOTHING"
        % (_COLUMNS, ', '.join(['%s'] * len(path))), path_row(path))
    return cursor.rowcount == 1


def lock_path(db, ident):
    """A path as it stands, locked until the transaction ends; or None."""
    db("UPDATE learning_path SET id=id WHERE id=%s", (ident,))
    for found in db("SELECT %s FROM learning_path WHERE id=%%s" % _COLUMNS,
                    (ident,)):
        return path_of_row(found)


def lock_own_path(db, ident, account):
    """A learner's own path, locked as all of the learner's are: those that
    are accepted or given up at once share tickets.

    :param account: the learner's `Account`.
    :raises NoPath: when it is not this learner's.
    """
    db("UPDATE learning_account SET seen=seen WHERE sub=%s", (account.sub,))
    path = lock_path(db, ident)
    if path is None or path.learner != account.sub:
        raise NoPath(_("There is no such learning path."))
    return path


def save_path(db, path):
    """Write a path that is locked."""
    db("UPDATE learning_path SET %s WHERE id=%%s"
       % ', '.join('%s=%%s' % name for name in path._fields),
       path_row(path) + (path.id,))


def upsert_path(db, path):
    """Merge what the feed says of a path into its row.

    :return: False when the row is another learner's: the first owner stands.
    """
    if insert_path(db, path):
        return True
    known = lock_path(db, path.id)
    if known.learner != path.learner:
        return False
    merged = merge_paths(known, path)
    save_path(db, merged)
    follow_passages(db, merged)
    return True


def merge_paths(known, new):
    """What the report of the greater order says, what only the other knows,
    the title that the learner gave last, and what the learner declined."""
    lesser, greater = sorted((known, new), key=order_of)
    titled = max((greater, lesser), key=lambda path: path.renamed_at)
    return greater._replace(
        goal=greater.goal or lesser.goal,
        title=titled.title or greater.title or lesser.title,
        renamed_at=titled.renamed_at,
        difficulty=greater.difficulty or lesser.difficulty,
        minutes=greater.minutes or lesser.minutes,
        asked_at=min(new.asked_at, known.asked_at),
        document=keep_declined(greater.document, lesser.document))


def fail_request(db, ident, learner, at):
    """Nobody takes the request for a path: say so to who waits for it."""
    db("UPDATE learning_path SET state=%s, rank=%s, changed_at=%s, "
       "document=%s WHERE id=%s AND learner=%s AND state=%s",
       (UNAVAILABLE, RANKS[UNAVAILABLE], at, json.dumps({'reason': 'failed'}),
        ident, learner, REQUESTED))


def order_of(path):
    """Of two reports about a path the one of the greater order counts."""
    return path.rank, path.changed_at


def read_path(raw, learner):
    """A `Path` from what the feed says, None when it cannot be understood.

    :param learner: the change's, the path's owner.
    """
    try:
        state, (rank, at) = raw['state'], raw['rank']
        read_steps(raw)
        read_proposed(raw)
        if not learner or RANKS[state] != rank:
            return None
        return Path(
            str(uuid.UUID(raw['id'])), learner, state, int(rank),
            strip_unstorable(raw.get('goal') or ''), raw.get('difficulty'),
            raw.get('minutes'), strip_unstorable(raw.get('title') or ''),
            timestamps.from_rfc3339(raw['requested_at'])
            if raw.get('requested_at') else int(at), int(at), raw,
            timestamps.from_rfc3339(raw['renamed_at'])
            if raw.get('renamed_at') else 0)
    except (AttributeError, KeyError, TypeError, ValueError, TracError):
        return None


def path_row(path):
    """The path as the table holds it."""
    return tuple(path._replace(document=json.dumps(path.document)))


def path_of_row(found):
    """A `Path` from its columns."""
    path = Path(*found)
    return path._replace(document=json.loads(path.document))
