# -*- coding: utf-8 -*-
"""An author's word on a generated question, from the form to its event."""

import json
import uuid

from learning import timestamps
from learning.errors import InvalidInput
from learning.sync import outbox, publisher
from learning.text import is_uuid
from learning.translation import _

REVIEWED = 'QuestionReviewed.v1'
DECISIONS = ('approved', 'withdrawn', 'edited')


def submit(env, account, ident, decision, **edited):
    """Write the event, and send it.

    :param account: the author's `Account`.
    :param edited: question, reference, rubric and further references, of an
        edited one.
    :raises InvalidInput: when the form is none of ours.
    """
    if not is_uuid(ident) or decision not in DECISIONS:
        raise InvalidInput(_("Please choose a question, and what becomes of "
                             "it."))
    message = outbox.Message(
        str(uuid.uuid4()), REVIEWED, account.sub, tuple(account.groups),
        timestamps.now(), 0,
        dict(edited, question_id=ident, decision=decision))
    with env.db_transaction as db:
        outbox.add(db, message)
    publisher.publish_by_relay(env, message)


def sent_decisions(env):
    """{question id: decision} of those on their way: no list shows them
    yet."""
    said = [json.loads(data) for data, in env.db_query("""
        SELECT data FROM learning_outbox
        WHERE detail_type=%s AND echoed IS NULL ORDER BY occurred_at
        """, (REVIEWED,))]
    return {one['question_id']: one['decision'] for one in said}
