# -*- coding: utf-8 -*-
"""A learner calls a path otherwise, or gives it up.

Path, tickets and the event about them are one transaction, with the learner's
account locked: of two forms sent at once the second finds what the first did.
"""

import uuid
from collections import namedtuple

from trac.ticket.model import Ticket

from learning import chaos, text, timestamps
from learning.answers.attempt import lock_attempt_counter
from learning.errors import PathNotReady
from learning.paths.path import (GIVEN_UP, RANKS, lock_own_path, save_path)
from learning.paths.step import StepTickets
from learning.paths.wiki_text import verbatim
from learning.sync import outbox
from learning.translation import _

#: Of a title, as `PathChanged.v1` has it.
MAX_TITLE_CHARS = 255

#: What becomes of the tickets of a path that is given up, as sorted numbers:
#: closing: of steps without an answer; answered: stay as they are; shared:
#: stay, since another path of the learner has them; closed: were so before.
Consequences = namedtuple('Consequences', 'closing answered shared closed')


class PathChanges(object):
    """Renames paths and gives them up.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def rename(self, ident, account, title):
        """Call a path otherwise.

        :param account: the learner's `Account`.
        :return: `Message`, or None when it is called so already.
        :raises NoPath: when it is not this learner's.
        :raises PathNotReady: when it was given up.
        :raises InvalidInput: and says what to do.
        """
        title = check_title(title)
        with self.env.db_transaction as db:
            path = lock_own_path(db, ident, account)
            if path.state == GIVEN_UP:
                raise PathNotReady(_("This path was given up: it keeps its "
                                     "title."))
            if title == (path.title or path.goal):
                return None
            now = timestamps.now()
            save_path(db, path._replace(title=title, renamed_at=now))
            message = changed_event(path, account.groups, now, title=title)
            outbox.add(db, message)
        return message

    def give_up(self, ident, account):
        """Give a path up, and close the tickets that are only about it.

        Nobody is mailed about them: the learner, whose they are, is here.

        :param account: the learner's `Account`.
        :return: (`Consequences`, `Message`), or (None, None) when it was
            given up already.
        :raises NoPath: when it is not this learner's.
        """
        with self.env.db_transaction as db:
            path = lock_own_path(db, ident, account)
            if path.state == GIVEN_UP:
                return None, None
            # Who answers now is waited for, or finds the ticket closed.
            for ticket in sorted(StepTickets(self.env).of(ident).values()):
                lock_attempt_counter(db, ticket, account.sub)
            consequences = self.consequences(path)
            for ticket in consequences.closing:
                self._close(Ticket(self.env, ticket), path, account)
            path = path._replace(state=GIVEN_UP, rank=RANKS[GIVEN_UP],
                                 changed_at=timestamps.now())
            save_path(db, path)
            message = changed_event(path, account.groups, path.changed_at,
                                    state=GIVEN_UP)
            outbox.add(db, message)
            chaos.point('path_given_up')
        return consequences, message

    def consequences(self, path):
        """What becomes of a path's tickets when it is given up."""
        found = Consequences([], [], [], [])
        shared = StepTickets(self.env).tickets_beside(path)
        for ticket, status, answered in self.env.db_query("""
                SELECT t.id, t.status, EXISTS (
                    SELECT 1 FROM learning_attempt a
                    WHERE a.ticket=t.id AND a.sub=%s)
                FROM ticket t WHERE t.id IN (
                    SELECT ticket FROM learning_step WHERE path=%s)
                ORDER BY t.id
                """, (path.learner, path.id)):
            if answered:
                found.answered.append(ticket)
            elif ticket in shared:
                found.shared.append(ticket)
            elif status == 'closed':
                found.closed.append(ticket)
            else:
                found.closing.append(ticket)
        return found

    # Internal methods

    def _close(self, ticket, path, account):
        ticket['status'] = 'closed'
        ticket.save_changes(account.username, _(
            "Closed without an answer: [/learning/path/%(path)s the learning "
            "path] %(title)s was given up.", path=path.id,
            title=verbatim(path.title or path.goal)))


def check_title(typed):
    """A title in one line.

    :raises InvalidInput: and says what to do.
    """
    title = ' '.join(typed.split())
    text.check_text(title, _("The title"), MAX_TITLE_CHARS,
                    _("Please say what the path is to be called."))
    return title


def changed_event(path, groups, at, **change):
    """The event that says what changed."""
    return outbox.Message(str(uuid.uuid4()), 'PathChanged.v1', path.learner,
                          tuple(groups), at, 0, dict(change, path=path.id))
