# -*- coding: utf-8 -*-
"""Which versions of a material page may be taught.

Each version is judged once, when it is saved: an author's is approved,
anybody else's waits until an author decides. What was judged stays, whatever
groups its writer is in later. A row holds for the version that was saved at
its moment: Trac gives a number again after the version was deleted.
"""

from collections import namedtuple

from trac.perm import PermissionCache

from learning import timestamps

APPROVED, WAITING, REFUSED = 'approved', 'waiting', 'refused'
#: Was taught when the plugin began to keep this table, and nobody who may
#: approve it is known: taught as before, and shown to authors.
FOUND = 'found'
TAUGHT = (APPROVED, FOUND)

#: A version whose saving went unnoticed (the process died, or the plugin was
#: off) is judged by what its writer may do now, if it is no older than this.
#: Older ones wait: who became an author since then approves nothing thereby.
MAX_UNNOTICED_AGE = 24 * 3600 * timestamps.SECOND

#: A version in Trac's wiki; status: None when it is not judged yet.
Version = namedtuple('Version', 'number author saved status')


def read_history(db, page):
    """The `Version`s of a page, the newest first."""
    return [Version(*row) for row in db("""
        SELECT w.version, w.author, w.time, a.status FROM wiki w
        LEFT JOIN learning_approval a ON a.page=w.name
            AND a.version=w.version AND a.saved=w.time
        WHERE w.name=%s ORDER BY w.version DESC
        """, (page,))]


def put_status(db, page, version, status, username=''):
    """Keep a decision; another about this number goes.

    :param username: of who decided.
    """
    db("""INSERT INTO learning_approval
              (page, version, saved, status, decided_by, decided_at)
          VALUES (%s, %s, %s, %s, %s, %s)
          ON CONFLICT (page, version) DO UPDATE SET saved=EXCLUDED.saved,
              status=EXCLUDED.status, decided_by=EXCLUDED.decided_by,
              decided_at=EXCLUDED.decided_at
          """, (page, version.number, version.saved, status, username,
                timestamps.now()))


def judge_save(env, db, page, number, username):
    """A version was saved just now.

    :param username: of who saved it, as the listener is told.
    """
    for version in read_history(db, page):
        if version.status is None and version.number == number:
            good = all(is_author(env, who)
                       for who in {username, version.author})
            put_status(db, page, version, APPROVED if good else WAITING,
                       username)


def judge_unnoticed(env, db, page):
    """Versions that nobody judged when they were saved."""
    since = timestamps.now() - MAX_UNNOTICED_AGE
    for version in read_history(db, page):
        if version.status is None:
            good = version.saved >= since and is_author(env, version.author)
            put_status(db, page, version, APPROVED if good else WAITING,
                       version.author)


def judge_rename(env, db, page, old_name, username):
    """A page has a new name: decisions go with it. Of a page that comes from
    outside the material, all is there by the word of who renamed it.

    :param username: of who did, None when that is not known.
    """
    db("DELETE FROM learning_approval WHERE page=%s", (page,))
    db("UPDATE learning_approval SET page=%s WHERE page=%s", (page, old_name))
    if username is not None:
        status = APPROVED if is_author(env, username) else WAITING
        for version in read_history(db, page):
            if version.status is None:
                put_status(db, page, version, status, username)


def approve_all(db, page, username):
    """An author makes a page material: as it is, and as it was."""
    for version in read_history(db, page)[:1]:
        put_status(db, page, version, APPROVED, username)
    for version in read_history(db, page)[1:]:
        if version.status is None:
            put_status(db, page, version, APPROVED, username)


def find_taught(versions):
    """The version of a history that is taught, or None."""
    return next((v for v in versions if v.status in TAUGHT), None)


def find_waiting(versions):
    """The version of a history that an author should look at, or None."""
    newest = versions[0] if versions else None
    if newest is None or newest.status in (None, WAITING):
        return newest
    taught = find_taught(versions)
    return taught if taught and taught.status == FOUND else None


def find_base(versions, waiting):
    """The version with which a waiting one is compared: what is taught, or
    for one that is taught itself the one that was approved before it."""
    wanted = (APPROVED,) if waiting.status == FOUND else TAUGHT
    return next((v for v in versions if v.number < waiting.number and
                 v.status in wanted), None)


def is_author(env, username):
    """Whether what a person writes now may be taught."""
    return 'LEARNING_AUTHOR' in PermissionCache(env, username)
