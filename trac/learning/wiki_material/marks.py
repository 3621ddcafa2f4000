# -*- coding: utf-8 -*-
"""Which wiki pages are material: the marks that authors set."""

from collections import namedtuple

from trac.perm import PermissionCache

from learning import timestamps

#: name: a page, or with a slash at its end all pages below; used: 0 leaves a
#: page out of a wider mark; subject: '' for the name's first part; author:
#: user name; sub: the author's; at: microseconds.
Mark = namedtuple('Mark', 'name used subject author sub at')

#: Characters of a page's name, as the contract of `WikiPageChanged.v1` says.
MAX_PAGE_NAME_CHARS = 300
MAX_SUBJECT_CHARS = 100
_COLUMNS = ', '.join(Mark._fields)


class Marks(object):
    """The table learning_mark.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def all(self):
        """Every mark, by name."""
        return [Mark(*row) for row in self.env.db_query(
            "SELECT %s FROM learning_mark ORDER BY name" % _COLUMNS)]

    def of(self, page):
        """The mark that makes a page material, or None."""
        return covering_mark(self.all(), page)

    def put(self, mark):
        """Set a mark; another of its name goes."""
        self.env.db_transaction(
            "INSERT INTO learning_mark (%s) VALUES (%s) "
            "ON CONFLICT (name) DO UPDATE SET %s" % (
                _COLUMNS, ', '.join(['%s'] * len(mark)),
                ', '.join('%s=EXCLUDED.%s' % (f, f) for f in mark._fields)),
            tuple(mark))

    def drop(self, name):
        """Take a mark away."""
        self.env.db_transaction("DELETE FROM learning_mark WHERE name=%s",
                                (name,))


def new_mark(name, account, subject='', used=1):
    """A mark of this moment.

    :param account: of who makes it.
    """
    return Mark(name, used, subject, account.username, account.sub,
                timestamps.now())


def is_readable(env, mark, page):
    """Whether the author who set a mark may see the page now."""
    return 'WIKI_VIEW' in PermissionCache(env, mark.author)('wiki', page)


def is_prefix(name):
    """Whether a mark stands for all pages that begin with its name."""
    return name.endswith('/')


def mark_fits(name, page):
    """Whether the mark of this name is about this page."""
    return page.startswith(name) if is_prefix(name) else page == name


def covering_mark(marks, page):
    """The mark that makes a page material, or None."""
    found = [mark for mark in marks if mark_fits(mark.name, page)]
    if not found or len(page) > MAX_PAGE_NAME_CHARS:
        return None
    nearest = max(found, key=lambda mark: len(mark.name))
    return nearest if nearest.used else None
