# -*- coding: utf-8 -*-
"""Grades that were applied, for as long as anything may tell them anew.

A row and the cursor behind its change are one transaction, so within an
epoch the feed never tells it again. A new epoch tells all, and there an old
grade ranks no higher than the one that its attempt has: it changes nothing.
What is left are two leaders at the same moment, and a margin.
"""

from learning import moment

#: Days. As long as a worker knows an event (INBOX_RETENTION).
KEPT = 35
#: Rows of one transaction.
BATCH = 1000


def prune(env):
    """Forget what was applied long ago, a batch at a time."""
    while _delete(env) == BATCH:
        pass


def _delete(env):
    with env.db_transaction as db:
        cursor = db.cursor()
        cursor.execute(
            "DELETE FROM learning_applied WHERE grade_id IN ("
            "SELECT grade_id FROM learning_applied WHERE applied < %s "
            "LIMIT %s)",
            (moment.now() - KEPT * 86400 * moment.SECOND, BATCH))
        return cursor.rowcount
