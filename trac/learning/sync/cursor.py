# -*- coding: utf-8 -*-
"""How far the feed was read."""

from learning import timestamps

FEED_NAME = 'feed'
#: Seconds between two notes that the feed was read: operators see by them
#: that somebody does.
NOTE_EVERY_S = 10


def read_position(env):
    """(epoch or None, cursor)"""
    for epoch, cursor in env.db_query(
            "SELECT epoch, cursor FROM learning_cursor WHERE name=%s",
            (FEED_NAME,)):
        return epoch, cursor
    return None, 0


def start_epoch(env, epoch):
    """A new database behind the feed: read it from its beginning."""
    with env.db_transaction as db:
        db("INSERT INTO learning_cursor (name, epoch, cursor) "
           "VALUES (%s, %s, 0) ON CONFLICT DO NOTHING", (FEED_NAME, epoch))
        db("UPDATE learning_cursor SET epoch=%s, cursor=0 "
           "WHERE name=%s AND epoch<>%s", (epoch, FEED_NAME, epoch))


def advance_cursor(db, epoch, cursor):
    """Never goes back within an epoch.

    :return: whether it moved; its row is locked until the transaction ends.
    """
    update = db.cursor()
    update.execute("UPDATE learning_cursor SET cursor=%s "
                   "WHERE name=%s AND epoch=%s AND cursor<%s",
                   (cursor, FEED_NAME, epoch, cursor))
    return update.rowcount == 1


def note_read(env):
    """Remember that the feed was read just now, if not lately."""
    now = timestamps.now()
    with env.db_transaction as db:
        db("UPDATE learning_cursor SET read_at=%s WHERE name=%s "
           "AND (read_at IS NULL OR read_at < %s)",
           (now, FEED_NAME, now - NOTE_EVERY_S * timestamps.SECOND))
