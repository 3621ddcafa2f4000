# -*- coding: utf-8 -*-
"""A learner says that a generated question makes no sense: its step is
skipped until they answer it.
"""

import uuid

from learning import text, timestamps
from learning.answers.attempt import Attempts, lock_attempt_counter
from learning.errors import NoQuestion
from learning.paths.lesson import places_of
from learning.sync import outbox
from learning.translation import _

#: Of a note, as the contract of `QuestionDisputed.v1` has it.
MAX_NOTE_CHARS = 500


class Disputes(object):
    """The table learning_dispute.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def submit(self, question, account, note):
        """Write the dispute and its event in one transaction.

        :param question: the `Question` of the ticket, which is the learner's.
        :param account: the learner's `Account`.
        :return: `Message`, or None when it was said already.
        :raises NoQuestion: when it is none that was generated for them.
        :raises InvalidInput: and says what to do.
        """
        note = ' '.join(note.split())
        text.check_text(note, _("Your note"), MAX_NOTE_CHARS)
        if not is_disputable(self.env, question, account):
            raise NoQuestion(_("This is not a question that was made for "
                               "you."))
        with self.env.db_transaction as db:
            lock_attempt_counter(db, question.ticket, account.sub)
            if question.ticket in Attempts(self.env).disputed(account.sub):
                return None
            message = disputed_event(question.ticket, account, note)
            db("DELETE FROM learning_dispute WHERE ticket=%s AND sub=%s",
               (question.ticket, account.sub))
            db("INSERT INTO learning_dispute (ticket, sub, note, event_id, "
               "at) VALUES (%s, %s, %s, %s, %s)",
               (question.ticket, account.sub, note, message.event_id,
                message.occurred_at))
            outbox.add(db, message)
        return message


def is_disputable(env, question, account):
    """Is it a step of the learner's, whose question no author wrote?

    A generated one has no reference here.
    """
    return question.learner == account.sub and not question.reference and \
        bool(places_of(env, question.ticket, account.sub))


def disputed_event(ticket, account, note):
    """The event that says it."""
    data = {'ticket': ticket, 'note': note} if note else {'ticket': ticket}
    return outbox.Message(
        str(uuid.uuid4()), 'QuestionDisputed.v1', account.sub,
        tuple(account.groups), timestamps.now(), ticket, data)
