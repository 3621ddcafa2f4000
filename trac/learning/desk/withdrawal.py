# -*- coding: utf-8 -*-
"""An author takes a decision back, from any of the pages that show it."""

import re

from learning import text
from learning.desk import decision
from learning.errors import InvalidInput
from learning.questions.generated import account_of
from learning.sync import publisher
from learning.translation import _


def take_back(env, req):
    """What the form says, as an event; it is sent at once.

    :raises InvalidInput: when the form is none of ours.
    """
    def get(name):
        return text.normalize_newlines(req.args.getfirst(name, ''))
    numbers = get('ticket'), get('attempt')
    override, learner, reason = get('override'), get('learner'), get('reason')
    if not all(re.match(r'\d{1,9}\Z', number) for number in numbers) or \
            not learner or not text.is_uuid(override):
        raise InvalidInput(_("Please choose a decision."))
    text.check_text(reason, _("The reason"), decision.MAX_REASON_CHARS)
    ticket, attempt = map(int, numbers)
    message = decision.Decisions(env).withdraw(
        account_of(env, req), ticket, learner, attempt, override, reason)
    if message:
        publisher.publish_by_relay(env, message)
