# -*- coding: utf-8 -*-
"""A proposed step becomes a ticket of an accepted path, or is declined.

Ticket, step, path and the event about them are one transaction, with the
learner's account locked: of two forms sent at once the second finds what the
first did.
"""

from learning import chaos, timestamps
from learning.errors import PathNotReady
from learning.paths.acceptance import Acceptance, created_event
from learning.paths.path import ACCEPTED, lock_own_path, save_path
from learning.paths.path_changes import changed_event
from learning.paths.proposed_step import (add_step, decline_step,
                                          untaken_proposals)
from learning.paths.step import StepTickets, move_step, read_steps
from learning.sync import outbox
from learning.translation import _


class StepAcceptance(object):
    """Takes proposed steps into their paths.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def accept(self, ident, account, step):
        """Make the ticket of a proposed step, and say anew which ticket is
        which step.

        Nobody is mailed about it: the learner, whose it is, is here.

        :param account: the learner's `Account`. :param step: its uuid.
        :return: (ticket, `Message` or None when it was made already).
        :raises NoPath: when the path is not this learner's.
        :raises PathNotReady: when the step is not proposed any more.
        """
        with self.env.db_transaction as db:
            path, tickets = self._lock(db, ident, account)
            if step in tickets:
                return tickets[step], None
            proposed = find_proposal(path, tickets, step)
            if proposed.step.retired:  # since the page was opened
                raise PathNotReady(_("What this step teaches from is no "
                                     "longer in the material. It is proposed "
                                     "again when it is back."))
            document = add_step(path.document, tickets, proposed)
            path = path._replace(document=document, changed_at=max(
                timestamps.now(), path.changed_at + 1))
            steps = read_steps(document)
            for one in steps:
                move_step(db, ident, one.step, one.n)
            row, = Acceptance(self.env).make_tickets(
                db, path, [one for one in steps if one.step == step], account)
            save_path(db, path)
            message = created_event(path, StepTickets(self.env).rows_of(
                ident), account.groups)
            outbox.add(db, message)
            chaos.point('step_taken')
        return row.ticket, message

    def decline(self, ident, account, step):
        """Note that the learner does not want a proposed step.

        :return: `Message`, or None when it was declined already.
        :raises NoPath: when the path is not this learner's.
        :raises PathNotReady: when the step is not proposed any more.
        """
        with self.env.db_transaction as db:
            path, tickets = self._lock(db, ident, account)
            if step in (path.document.get('declined') or ()):
                return None
            find_proposal(path, tickets, step)
            save_path(db, path._replace(document=decline_step(path.document,
                                                              step)))
            message = changed_event(path, account.groups, timestamps.now(),
                                    declined=step)
            outbox.add(db, message)
        return message

    # Internal methods

    def _lock(self, db, ident, account):
        return (lock_own_path(db, ident, account),
                StepTickets(self.env).of(ident))


def find_proposal(path, tickets, step):
    """The `ProposedStep` of this uuid."""
    if path.state == ACCEPTED:
        for proposed in untaken_proposals(path.document, tickets):
            if proposed.step.step == step:
                return proposed
    raise PathNotReady(_("This step is not proposed any more."))
