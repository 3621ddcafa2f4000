# -*- coding: utf-8 -*-
"""Grades that were applied, for as long as anything may tell them anew.

A row and the cursor behind its change are one transaction, so within an
epoch the feed never tells it again. A new epoch tells all, and there an old
grade ranks no higher than the one that its attempt has: it changes nothing.
What is left are two leaders at the same moment, and a margin.
"""

from learning import timestamps

#: As long as a worker knows an event (INBOX_RETENTION).
KEEP_DAYS = 35
#: Of one transaction.
BATCH_ROWS = 1000


def prune_applied_grades(env):
    """Forget what was applied long ago, a batch at a time."""
    while _delete_batch(env) == BATCH_ROWS:
        pass


def _delete_batch(env):
    with env.db_transaction as db:
        cursor = db.cursor()
        cursor.execute(
            "DELETE FROM learning_applied WHERE grade_id IN ("
            "SELECT grade_id FROM learning_applied WHERE applied < %s "
            "LIMIT %s)",
            (timestamps.now() - KEEP_DAYS * timestamps.DAY, BATCH_ROWS))
        return cursor.rowcount
