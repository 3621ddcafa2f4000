# -*- coding: utf-8 -*-
"""A ticket with a question stays as its authors made it.

`LearningPolicy` denies what asks for a permission. Here is the net for what
asks for none: a batch of tickets, an action of the workflow without
permissions, fields in a forged form.
"""

from trac.core import Component, implements
from trac.ticket.api import ITicketManipulator, TicketSystem
from trac.web.api import IRequestFilter

from learning.permissions.policy import LearningPolicy
from learning.translation import _


class QuestionLock(Component):
    """Lets authors change a ticket with a question; others comment on it."""

    implements(IRequestFilter, ITicketManipulator)

    # ITicketManipulator methods

    def prepare_ticket(self, req, ticket, fields, actions):
        pass

    def validate_ticket(self, req, ticket):
        if ticket.exists and ticket._old and self._is_locked(req, ticket):
            yield None, _("Ticket #%(id)s has a question: its authors change "
                          "it. You can answer the question and comment on "
                          "the ticket.", id=ticket.id)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        return handler

    def post_process_request(self, req, template, data, metadata):
        """Offer no action that would be refused."""
        ticket = data.get('ticket') if data else None
        if ticket is not None and data.get('action_controls') and \
                ticket.exists and self._is_locked(req, ticket):
            data['action_controls'] = [
                control for control in data['action_controls']
                if not self._changes(req, ticket, control[0])]
        return template, data, metadata

    # Internal methods

    def _is_locked(self, req, ticket):
        return LearningPolicy(self.env).is_locked(ticket.id, req.authname,
                                                  req.perm)

    def _changes(self, req, ticket, action):
        return any(action in [name for _weight, name in
                              controller.get_ticket_actions(req, ticket) or ()]
                   and controller.get_ticket_changes(req, ticket, action)
                   for controller in TicketSystem(self.env).action_controllers)
