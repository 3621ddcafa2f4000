# -*- coding: utf-8 -*-
"""An author's word on what needs what, and on how a concept is called."""

from learning import text
from learning.errors import InvalidInput
from learning.material.content import Content
from learning.translation import N_, _, gettext

#: Characters of a name.
MAX_NAME_CHARS = 200
EDGE_DECISIONS = {'confirm': N_("Confirmed."), 'remove': N_("Removed."),
                  'add': N_("Added."),
                  'undecide': N_("The decision is undone.")}
NAME_DECISIONS = {'rename': N_("Renamed."), 'merge': N_("Merged."),
                  'undo': N_("The concept has its own name again.")}


def submit_decision(env, req, subject):
    """Tell the gateway what the form says.

    :return: what was done, in words.
    :raises InvalidInput: when the form lacks something.
    :raises GatewayError: when it was refused, or there is no answer.
    """
    decision = req.args.getfirst('decision')
    if not subject or decision not in EDGE_DECISIONS and \
            decision not in NAME_DECISIONS:
        raise InvalidInput(_("Please choose a subject first."))
    api, concept = Content(env, req), _name(req, 'concept')
    if decision in EDGE_DECISIONS:
        api.decide(subject, concept, _name(req, 'prerequisite'), decision)
        return gettext(EDGE_DECISIONS[decision])
    to = '' if decision == 'undo' else _name(req, 'to')
    api.change_name(subject, concept, decision, to)
    return gettext(NAME_DECISIONS[decision])


def _name(req, field):
    name = req.args.getfirst(field, '').strip()
    text.check_text(name, _("A concept's name"), MAX_NAME_CHARS,
                    _("Please fill in both names.") if field != 'concept' else
                    _("Please name a concept."))
    return name
