# -*- coding: utf-8 -*-
"""An author takes a decision back, from any of the pages that show it."""

import re

from learning import text
from learning.desk.author import require_author_of
from learning.desk.decision import MAX_REASON_CHARS
from learning.desk.decisions import Decisions
from learning.errors import InvalidInput
from learning.generated_questions.listing import account_of
from learning.sync import publisher
from learning.translation import _


def take_back(env, req):
    """What the form says, as events; they are sent at once.

    It names a decision about one answer, or the `batch` of all that were
    decided together.

    :raises InvalidInput: when the form is none of ours.
    """
    def get(name):
        return text.normalize_newlines(req.args.getfirst(name, ''))
    numbers = get('ticket'), get('attempt')
    override, learner, reason = get('override'), get('learner'), get('reason')
    if not all(re.match(r'\d{1,9}\Z', number) for number in numbers) or \
            not learner or not text.is_uuid(override):
        raise InvalidInput(_("Please choose a decision."))
    text.check_text(reason, _("The reason"), MAX_REASON_CHARS)
    decisions, account = Decisions(env), account_of(env, req)
    ticket, attempt = map(int, numbers)
    require_author_of(env, req, ticket)
    if text.is_uuid(get('batch')):
        messages = decisions.withdraw_batch(account, ticket, get('batch'),
                                            reason)
    else:
        messages = filter(None, [decisions.withdraw(
            account, ticket, learner, attempt, override, reason)])
    publisher.publish_some(env, messages)
