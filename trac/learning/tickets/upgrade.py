# -*- coding: utf-8 -*-
"""Tickets that had a question before such tickets had a type and states.

trac.ini is left as it is, and so is what somebody chose: a type that a ticket
was given by a change, a state of a workflow that is not Trac's own. As when an
administrator renames a type, tickets get no change and nobody is mailed.
"""

import re

from trac.ticket.model import Type

from learning.tickets.learning_ticket import (BEGINNINGS, OPEN,
                                              LearningTickets)
from learning.tickets.state import state_of_score
from learning.translation import _, ngettext
from learning.users.names import AUTHOR

#: What accepted paths made of a step.
STEP_TYPE = 'task'

# Comments of earlier versions, which were not translated.
_SAID = re.compile(r'(?:Attempt|The grade of attempt) (?P<attempt>\d+) '
                   r'(?:was graded:|changed from \d+ % to|stays at) '
                   r'(?P<percent>\d+) %')


def make_learning_tickets(env, db):
    """Yield what was done, in words."""
    name = LearningTickets(env).ticket_type
    types = [one.name for one in Type.select(env)]
    if not types:
        yield _("This Trac has no ticket types: tickets with a question get "
                "none.")
    elif name in types:
        yield _("Tickets that ask a question have the type %(type)s, which "
                "this Trac had already ([learning] ticket_type).", type=name)
    else:
        made = Type(env)
        made.name = name
        made.insert()
        yield _("The ticket type %(type)s is new: tickets that ask a "
                "question have it.", type=name)
    questions = db("SELECT q.ticket, q.learner, t.type, t.status FROM "
                   "learning_question q JOIN ticket t ON t.id=q.ticket")
    if types:
        for line in _set_types(env, db, name, questions):
            yield line
    for line in _set_states(env, db, questions):
        yield line
    _note_grade_comments(db)


def _set_types(env, db, name, questions):
    chosen = {ticket for ticket, in db(
        "SELECT DISTINCT ticket FROM ticket_change WHERE field='type'")}
    steps = {ticket for ticket, in db("SELECT ticket FROM learning_step")}
    default = env.config.get('ticket', 'default_type')
    found = [ticket for ticket, _learner, kind, _status in questions
             if kind != name and ticket not in chosen and (
                 kind in ('', None, default) or
                 kind == STEP_TYPE and ticket in steps)]
    db.executemany("UPDATE ticket SET type=%s WHERE id=%s",
                   [(name, ticket) for ticket in found])
    if found:
        yield ngettext("%(num)s ticket with a question became a %(type)s.",
                       "%(num)s tickets with a question became a %(type)s.",
                       len(found), type=name)
    kept = len([1 for row in questions if row[2] != name]) - len(found)
    if kept:
        yield ngettext("%(num)s keeps the type that was chosen for it.",
                       "%(num)s keep the type that was chosen for them.",
                       kept)


def _set_states(env, db, questions):
    begun = [(ticket, learner) for ticket, learner, _kind, status in questions
             if status in BEGINNINGS]
    db.executemany("UPDATE ticket SET status=%s WHERE id=%s", [
        (state_of_score(env, ticket, learner) if learner else OPEN, ticket)
        for ticket, learner in begun])
    if begun:
        yield ngettext("%(num)s that was new is open, answered or passed.",
                       "%(num)s that were new are open, answered or passed.",
                       len(begun))
    left = len([1 for row in questions
                if row[3] not in BEGINNINGS + ('closed',)])
    if left:
        yield ngettext("%(num)s stays in the state that your workflow gave "
                       "it.", "%(num)s stay in the state that your workflow "
                       "gave them.", left)
    if questions:
        yield _("trac.ini was not changed.")


def _note_grade_comments(db):
    rows = []
    for ticket, at, said in db(
            "SELECT ticket, time, newvalue FROM ticket_change WHERE "
            "field='comment' AND author=%s", (AUTHOR,)):
        found = _SAID.match(said or '')
        if found:
            rows.append((ticket, at, int(found.group('attempt')),
                         int(found.group('percent'))))
    db.executemany("INSERT INTO learning_grade_comment (ticket, at, attempt, "
                   "percent) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                   rows)
