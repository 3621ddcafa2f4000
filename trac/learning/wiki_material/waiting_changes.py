# -*- coding: utf-8 -*-
"""Changes of material pages that wait for an author, and their differences.
"""

from collections import namedtuple

from trac.versioncontrol.diff import diff_blocks, get_diff_options
from trac.wiki.model import WikiPage

from learning.dates import describe_time
from learning.rendering.budget import cpu_seconds
from learning.translation import _
from learning.wiki_material import approval
from learning.wiki_material.marks import Marks, covering_mark

#: Lines of both texts together that are compared on the list. Larger pages
#: are compared on a page of their own.
MAX_DIFF_LINES = 3000
#: Processor seconds for all differences of the list; 3,000 lines made for it
#: take half a second. What is left then is compared on a page of its own.
MAX_DIFF_S = 2.0

#: One that waits; base: the version to compare it with, or None.
Waiting = namedtuple('Waiting', 'page version base')


class WaitingChanges(object):
    """What waits for authors.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def of(self, page):
        """The `Waiting` of a page, or None."""
        if Marks(self.env).of(page) is None:
            return None
        return self._of(page)

    def all(self, perm):
        """The `Waiting` of each page that a person may see, the oldest
        first."""
        marks = Marks(self.env).all()
        found = [self._of(page) for page in self._candidates()
                 if covering_mark(marks, page) and
                 'WIKI_VIEW' in perm('wiki', page)] if marks else []
        return sorted((one for one in found if one),
                      key=lambda one: (one.version.saved, one.page))

    # Internal methods

    def _of(self, page):
        with self.env.db_query as db:
            versions = approval.read_history(db, page)
        version = approval.find_waiting(versions)
        return version and Waiting(page, version,
                                   approval.find_base(versions, version))

    def _candidates(self):
        """Pages of which something may wait."""
        return [page for page, in self.env.db_query("""
            SELECT w.name FROM wiki w
            JOIN (SELECT name, MAX(version) AS version FROM wiki
                  GROUP BY name) n ON n.name=w.name AND n.version=w.version
            LEFT JOIN learning_approval a ON a.page=w.name
                AND a.version=w.version AND a.saved=w.time
            WHERE a.status IS NULL OR a.status='waiting'
                OR EXISTS (SELECT 1 FROM learning_approval f
                           WHERE f.page=w.name AND f.status='found')
            """)]


def describe_changes(env, req, found):
    """Each `Waiting` as the list says it."""
    started, described = cpu_seconds(), []
    for one in found:
        in_time = cpu_seconds() - started < MAX_DIFF_S
        described.append(describe_change(env, req, one, in_time))
    return described


def describe_change(env, req, one, in_time):
    """A `Waiting` as the list says it.

    :param in_time: whether there is time to compare the texts.
    """
    page = WikiPage(env, one.page, one.version.number)
    base = one.base and WikiPage(env, one.page, one.base.number)
    return {'page': one.page, 'number': one.version.number,
            'saved': one.version.saved, 'author': one.version.author,
            'time': describe_time(req, one.version.saved)['element'],
            'comment': page.comment, 'base': one.base and one.base.number,
            'taught': one.version.status == approval.FOUND,
            'href': req.href.wiki(one.page, [
                ('action', 'diff'), ('version', one.version.number),
                ('old_version', one.base and one.base.number)]),
            'changes': compare_texts(req, one, base.text if base else '',
                                     page.text) if in_time else []}


def compare_texts(req, one, old, new):
    """What Trac's `diff_div.html` shows; [] when the texts are too large."""
    old, new = old.splitlines(), new.splitlines()
    if len(old) + len(new) > MAX_DIFF_LINES:
        return []
    _style, options, _data = get_diff_options(req)
    context = next((int(option[2:]) for option in options
                    if option.startswith('-U')), 3)
    blocks = diff_blocks(old, new, None if context < 0 else context,
                         ignore_blank_lines='-B' in options,
                         ignore_case='-i' in options,
                         ignore_space_changes='-b' in options)
    return [{'diffs': blocks, 'props': [],
             'new': describe_version(req, one.page, one.version),
             'old': describe_version(req, one.page, one.base)}]


def describe_version(req, page, version):
    """A version, or None for no text, as `diff_div.html` names it."""
    number = version.number if version else 0
    return {'path': _("Version %(number)s", number=number), 'rev': number,
            'shortrev': number, 'title': page,
            'href': req.href.wiki(page, version=number or None)}
