# -*- coding: utf-8 -*-
"""An author's word on when a course asks generated questions."""

import json
import uuid

from learning import text, timestamps
from learning.errors import InvalidInput
from learning.material.content import MAX_SUBJECT_CHARS
from learning.sync import outbox, publisher
from learning.translation import N_, _

CHANGED = 'CourseChanged.v1'
AT_ONCE = 'at_once'
CHOICES = ((AT_ONCE, N_("at once")),
           ('after_review', N_("after an author's yes")))


def submit(env, account, subject, choice):
    """Write the event, and send it.

    :param account: the author's `Account`.
    :raises InvalidInput: when the form is none of ours.
    """
    text.check_text(subject, _("The subject"), MAX_SUBJECT_CHARS,
                    _("Please choose a subject first."))
    if choice not in dict(CHOICES):
        raise InvalidInput(_("Please say when questions go out."))
    message = outbox.Message(
        str(uuid.uuid4()), CHANGED, account.sub, tuple(account.groups),
        timestamps.now(), 0,
        {'subject': subject, 'generated_questions': choice})
    with env.db_transaction as db:
        outbox.add(db, message)
    publisher.publish_by_relay(env, message)


def describe_courses(env, subjects, known):
    """What the page says of each subject.

    :param known: [{subject, generated_questions}], as the API tells them.
    """
    said = {one['subject']: one['generated_questions'] for one in known}
    sent = [json.loads(data) for data, in env.db_query("""
        SELECT data FROM learning_outbox
        WHERE detail_type=%s AND echoed IS NULL ORDER BY occurred_at
        """, (CHANGED,))]
    sent = {one['subject']: one['generated_questions'] for one in sent}
    return [{'subject': subject, 'sent': subject in sent,
             'choice': sent.get(subject, said.get(subject, AT_ONCE))}
            for subject in sorted(set(subjects).union(said))]
