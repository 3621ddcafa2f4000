# -*- coding: utf-8 -*-
"""What authors wrote and did not release yet: the next revision of a question,
or its first. Learners know nothing of it.
"""

import json
from collections import namedtuple

from learning import timestamps
from learning.errors import ChangedMeanwhile
from learning.questions.question import Question
from learning.translation import _

#: question: the `Question` as its form has it, unchecked, whose `revision` is
#: the released one that it began from; title: of the ticket; revision: counts
#: the draft's own edits, 0 for none; author: user name; sub: the author's;
#: publish_at: microseconds, None until its author releases it; trouble: why
#: it was not released then, or ''.
Draft = namedtuple('Draft', 'ticket question title revision author sub '
                            'changed publish_at trouble')

_COLUMNS = ('ticket, question, revision, author, sub, changed, publish_at, '
            'trouble')


class Drafts(object):
    """The table learning_draft.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def get(self, ticket):
        """The draft on a ticket, or None."""
        for draft in self._all("WHERE ticket=%s", (ticket,)):
            return draft

    def all(self):
        """Those that are released first come first, then the newest."""
        return self._all("ORDER BY publish_at IS NULL, publish_at, "
                         "changed DESC, ticket")

    def due(self):
        """Those whose instant has come, the longest waiting first."""
        return self._all("WHERE publish_at<=%s ORDER BY publish_at, ticket",
                         (timestamps.now(),))

    def next_due(self):
        """Seconds until the next one is released: 0 for now, None for never.
        """
        for at, in self.env.db_query(
                "SELECT MIN(publish_at) FROM learning_draft"):
            if at is not None:
                return max(0, (at - timestamps.now()) /
                           float(timestamps.SECOND))

    def save(self, question, title, account, revision, publish_at=None):
        """Keep what an author typed.

        :param question: the `Question` as the form has it.
        :param account: the author's `Account`.
        :param revision: of the draft that the form began from.
        :return: the draft's new revision.
        :raises ChangedMeanwhile: when it is not that any more. The same
            text again, as by a double click, is saved already.
        """
        said = json.dumps(dict(question._asdict(), title=title),
                          sort_keys=True)
        row = (said, question.revision, account.username, account.sub,
               timestamps.now(), publish_at)
        with self.env.db_transaction as db:
            cursor = db.cursor()
            if revision:
                cursor.execute(
                    "UPDATE learning_draft SET question=%s, base=%s, "
                    "author=%s, sub=%s, changed=%s, publish_at=%s, "
                    "trouble='', revision=revision+1 "
                    "WHERE ticket=%s AND revision=%s",
                    row + (question.ticket, revision))
            else:
                cursor.execute(
                    "INSERT INTO learning_draft (question, base, author, "
                    "sub, changed, publish_at, trouble, ticket, revision) "
                    "VALUES (%s, %s, %s, %s, %s, %s, '', %s, 1) "
                    "ON CONFLICT (ticket) DO NOTHING",
                    row + (question.ticket,))
            if cursor.rowcount == 1:
                return revision + 1
            known = self.get(question.ticket)
        if known and (known.sub, known.publish_at) == \
                (account.sub, publish_at) and known.title == title and \
                known.question == question:
            return known.revision
        raise ChangedMeanwhile(draft_changed())

    def take(self, db, ticket, revision):
        """Remove the draft that is released or discarded.

        :param db: the transaction of what becomes of it.
        :param revision: that was shown, 0 for none.
        :raises ChangedMeanwhile: when it is not that any more.
        """
        cursor = db.cursor()
        cursor.execute("DELETE FROM learning_draft "
                       "WHERE ticket=%s AND revision=%s", (ticket, revision))
        if not cursor.rowcount and (revision or self.get(ticket)):
            raise ChangedMeanwhile(draft_changed())

    def keep_back(self, draft, trouble):
        """It cannot be released by itself: say why, and wait for an author.
        """
        self.env.db_transaction(
            "UPDATE learning_draft SET publish_at=NULL, trouble=%s "
            "WHERE ticket=%s AND revision=%s",
            (trouble, draft.ticket, draft.revision))

    def _all(self, which, args=()):
        return [read_draft(row) for row in self.env.db_query(
            "SELECT %s FROM learning_draft %s" % (_COLUMNS, which), args)]


def read_draft(row):
    """A `Draft` from its columns."""
    ticket, said, revision, author, sub, changed, publish_at, trouble = row
    said = json.loads(said)
    title = said.pop('title')
    return Draft(ticket, Question(**{
        name: value for name, value in said.items()
        if name in Question._fields}), title, revision, author, sub, changed,
        publish_at, trouble)


def draft_changed():
    """What to do about it."""
    return _("Somebody else changed this draft meanwhile. Your text is kept "
             "below; open the question in another tab to compare, then save "
             "again to replace theirs.")
