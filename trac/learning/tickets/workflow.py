# -*- coding: utf-8 -*-
"""What becomes of a ticket with a question: it is closed and opened again.

`[ticket] workflow` need not name the controller, and `[ticket-workflow]` is
an administrator's: while the plugin is enabled the controller comes first,
and of the others a ticket in our states is offered what leaves its state.
"""

from trac.core import Component, implements
from trac.ticket.api import ITicketActionController, TicketSystem

from learning.participant import Participant
from learning.questions.question import Questions
from learning.tickets.learning_ticket import (CLOSED, OPEN, STATES,
                                              LearningTickets)
from learning.tickets.state import state_of_score
from learning.translation import _

CLOSE, REOPEN, LEAVE = 'close_question', 'open_question', 'leave'


class LearningWorkflow(Component):
    """Lets authors close a question and open it again."""

    implements(ITicketActionController)

    # ITicketActionController methods

    def get_ticket_actions(self, req, ticket):
        if not is_ours(self.env, ticket):
            return []
        found = [] if self._is_left_by_others(req, ticket) else [(1, LEAVE)]
        if 'LEARNING_AUTHOR' in req.perm(ticket.resource):
            status = status_of(ticket)
            if status in STATES:
                found.append((0, CLOSE))
            elif status == CLOSED:
                found.append((0, REOPEN))
        return found

    def get_all_status(self):
        return STATES + (CLOSED,)

    def render_ticket_action_control(self, req, ticket, action):
        label, hint = {
            CLOSE: (_("close the question"),
                    _("It takes no answers then; what was answered stays.")),
            REOPEN: (_("open the question again"), _("It takes answers.")),
        }.get(action, (_("leave as it is"), ''))
        return label, '', hint

    def get_ticket_changes(self, req, ticket, action):
        if (0, action) not in self.get_ticket_actions(req, ticket):
            return {}
        if action == CLOSE:
            return {'status': CLOSED}
        return {'status': self._reopened(ticket), 'resolution': ''}

    def apply_action_side_effects(self, req, ticket, action):
        pass

    # Internal methods

    def _is_left_by_others(self, req, ticket):
        return any(LEAVE == name for controller in
                   TicketSystem(self.env).action_controllers
                   if controller is not self for _weight, name in
                   controller.get_ticket_actions(req, ticket) or ())

    def _reopened(self, ticket):
        question = Questions(self.env).get(ticket.id)
        return state_of_score(self.env, ticket.id, question.learner) \
            if question else OPEN


def status_of(ticket):
    """As stored, whatever a preview would make of it."""
    return ticket._old.get('status', ticket['status'])


def is_ours(env, ticket):
    """Has it a question, and a state that we answer for?"""
    return ticket.exists and status_of(ticket) in STATES + (CLOSED,) and \
        LearningTickets(env).is_one(ticket.id)


class StateKept(object):
    """Another controller, as a ticket in our states knows it."""

    def __init__(self, env, controller):
        self._env, self._controller = env, controller

    def __getattr__(self, name):
        return getattr(self._controller, name)

    def get_ticket_actions(self, req, ticket):
        found = self._controller.get_ticket_actions(req, ticket) or []
        if not found or not is_ours(self._env, ticket):
            return found
        return [(weight, action) for weight, action in found
                if not {'status', 'resolution'}.intersection(
                    self._controller.get_ticket_changes(req, ticket, action)
                    or ())]


class ControllersWithOurs(object):
    """`TicketSystem.action_controllers` with `LearningWorkflow` at its head.
    """

    def __init__(self, option):
        self.option = option

    def __get__(self, instance, owner):
        found = self.option.__get__(instance, owner)
        if instance is None or not instance.env.is_enabled(LearningWorkflow):
            return found
        ours = LearningWorkflow(instance.env)
        return [ours] + [StateKept(instance.env, controller)
                         for controller in found if controller is not ours]

    def __set__(self, instance, value):
        self.option.__set__(instance, value)


class WorkflowOfQuestions(Participant):
    """Puts our controller before those that trac.ini names."""

    def __init__(self):
        install()


def install():
    """Wrap what has no extension point. Once is enough."""
    option = vars(TicketSystem)['action_controllers']
    if not isinstance(option, ControllersWithOurs):
        TicketSystem.action_controllers = ControllersWithOurs(option)
