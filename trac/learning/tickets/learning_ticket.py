# -*- coding: utf-8 -*-
"""What a ticket with a question is in Trac: its type, its states, and nothing
that only bugs have.

`open`, `answered` and `passed` are states of a question that one learner was
given; one for everybody is `open`, for each reader it stands otherwise. Closed
is Trac's own `closed`: it takes no answers.
"""

from trac.config import Option
from trac.core import Component
from trac.ticket.model import Ticket

from learning.translation import N_

OPEN, ANSWERED, PASSED, CLOSED = 'open', 'answered', 'passed', 'closed'
STATES = (OPEN, ANSWERED, PASSED)
#: How people read them.
STATE_WORDS = {OPEN: N_("open"), ANSWERED: N_("answered"),
               PASSED: N_("passed"), CLOSED: N_("closed")}
#: Where Trac begins a ticket, and takes it up again; ours begins there.
BEGINNINGS = ('new', 'reopened')
#: Fields of bugs, empty on what the plugin makes.
BUG_FIELDS = ('priority', 'milestone', 'component', 'version', 'severity',
              'resolution')


class LearningTickets(Component):
    """Knows which tickets have a question."""

    ticket_type = Option('learning', 'ticket_type', 'question',
        """Type of tickets that ask a question. Where Trac has no such type
        the tickets keep the one that they have.""")

    # Public API

    def is_one(self, number):
        """Has this ticket a question, or the draft of one?"""
        return bool(number and self.env.db_query("""
            SELECT 1 FROM learning_question WHERE ticket=%s
            UNION ALL SELECT 1 FROM learning_draft WHERE ticket=%s
            """, (number, number)))

    def new_ticket(self, **values):
        """One that is not inserted yet."""
        ticket = Ticket(self.env)
        blank = {name: '' for name in BUG_FIELDS if name in ticket.values}
        ticket.populate(dict(blank, type=self.type_of(ticket), status=OPEN,
                             **values))
        return ticket

    def adopt(self, number, author):
        """A ticket that was there gets its first question: make it one of
        ours, as a change by the question's author.

        A state of a workflow that an administrator made is left.
        """
        ticket = Ticket(self.env, number)
        ticket['type'] = self.type_of(ticket)
        if not ticket['status'] or ticket['status'] in BEGINNINGS:
            ticket['status'] = OPEN
        if ticket._old:
            ticket.save_changes(author, '')

    def type_of(self, ticket):
        """Ours, where this Trac has it."""
        options = (ticket.fields.by_name('type') or {}).get('options') or ()
        return self.ticket_type if self.ticket_type in options \
            else ticket['type']
