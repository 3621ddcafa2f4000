# -*- coding: utf-8 -*-
"""A proposed path becomes its learner's tickets.

Tickets, questions, steps and the event about them are one transaction, with
the learner's account locked: accepting twice, or two paths at once, makes
each ticket once.
"""

import re
import uuid

from learning import chaos, timestamps
from learning.answers.attempt import Attempts
from learning.errors import InvalidInput, PathNotReady
from learning.paths.order import check_order, take_steps
from learning.paths.path import (ACCEPTED, GIVEN_UP, PROPOSED, RANKS,
                                 lock_own_path, save_path)
from learning.paths.step import (StepTicket, StepTickets, insert_step,
                                 read_steps)
from learning.paths.wiki_text import verbatim
from learning.questions.question import Question, insert_question
from learning.sync import outbox
from learning.tickets.learning_ticket import LearningTickets
from learning.tickets.ticket_comment import lock_own_ticket
from learning.translation import _

#: Of keywords, as people write them.
_SEPARATORS = re.compile(r'[\s,;]+')


class Acceptance(object):
    """Accepts paths.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def accept(self, ident, account, wanted):
        """Make the tickets of a path.

        Nobody is mailed about them: the learner, whose they are, is here.

        :param account: the learner's `Account`.
        :param wanted: uuids of the steps that the learner takes, in the
            learner's order.
        :return: ({step: ticket}, `Message` or None when the path had its
            tickets already).
        :raises NoPath: when it is not this learner's.
        :raises PathNotReady: when there is nothing to accept.
        :raises InvalidInput: when no step is left, one stands before one
            that it needs, or the passage of one left the material since the
            page was shown.
        """
        with self.env.db_transaction as db:
            path = lock_own_path(db, ident, account)
            tickets = StepTickets(self.env).of(ident)
            if tickets:
                return tickets, None
            path = accepted_path(path, wanted)
            rows = self.make_tickets(db, path, read_steps(path.document),
                                     account)
            save_path(db, path)
            message = created_event(path, rows, account.groups)
            outbox.add(db, message)
            chaos.point('path_made')
        chaos.point('path_committed')
        return {row.step: row.ticket for row in rows}, message

    def make_tickets(self, db, path, steps, account):
        """Of a step that the learner has in another path the ticket stays,
        with this path's keyword beside that one's, unless its question makes
        no sense to them.

        :return: a `StepTicket` for each step.
        """
        known, rows = StepTickets(self.env).known(
            account.sub, Attempts(self.env).disputed(account.sub)), []
        for step in steps:
            key = step.concept, step.source.chunk
            if key in known:
                self._add_keyword(db, path, known[key], account)
            else:
                known[key] = self._make_ticket(db, path, step, account)
            rows.append(StepTicket(path.id, step.step, step.n, known[key],
                                   *key))
            insert_step(db, rows[-1])
        return rows

    # Internal methods

    def _add_keyword(self, db, path, number, account):
        ticket = lock_own_ticket(self.env, db, number, account.sub)
        if ticket is None:
            return
        keywords = (ticket['keywords'] or '').strip()
        if keyword_of(path) not in _SEPARATORS.split(keywords):
            ticket['keywords'] = ' '.join(filter(None, [keywords,
                                                        keyword_of(path)]))
            ticket.save_changes(account.username, '')

    def _make_ticket(self, db, path, step, account):
        number = LearningTickets(self.env).new_ticket(
            summary=' '.join(step.title.split()), reporter=account.username,
            owner=account.username, keywords=keyword_of(path),
            description=description_of(path, step)).insert()
        insert_question(db, Question(
            number, 1, step.question, '', [], [], account.sub,
            account.username, timestamps.now()))
        return number


def accepted_path(path, wanted):
    """The path with the steps that the learner takes.

    One that the feed calls accepted has no tickets in a Trac that was
    restored from before: they are made anew.
    """
    if path.state == GIVEN_UP:
        raise PathNotReady(_("You gave this path up. You can ask for it "
                             "again."))
    if path.state not in (PROPOSED, ACCEPTED):
        raise PathNotReady(_("This path cannot be accepted: there are no "
                             "steps to take."))
    if all(step.retired for step in read_steps(path.document)):
        raise PathNotReady(_("None of its steps is in the material any more. "
                             "Please ask for the path again."))
    document = take_steps(path.document, wanted)
    steps = read_steps(document)
    if any(step.retired for step in steps):
        raise InvalidInput(_("The material changed meanwhile: %(titles)s left "
                             "it. Please look at the steps again.",
                             titles=', '.join(step.title for step in steps
                                              if step.retired)))
    if not steps:
        raise InvalidInput(_("Please keep one step at least."))
    check_order(steps)
    return path._replace(state=ACCEPTED, rank=RANKS[ACCEPTED],
                         changed_at=timestamps.now(), document=document)


def created_event(path, rows, groups):
    """The event that says which ticket is which step."""
    return outbox.Message(
        str(uuid.uuid4()), 'PathCreated.v1', path.learner, tuple(groups),
        path.changed_at, 0, {'path': path.id, 'steps': [
            {'n': row.n, 'step': row.step, 'ticket': row.ticket}
            for row in rows]})


def keyword_of(path):
    """By which a path's tickets are found."""
    return 'path-' + path.id[:8]


def description_of(path, step):
    """What the ticket says of itself, as wiki text."""
    return _("Step %(n)s of [/learning/path/%(path)s the learning path] "
             "%(title)s, from %(source)s.", n=step.n, path=path.id,
             title=verbatim(path.title or path.goal),
             source=verbatim(step.source.title))
