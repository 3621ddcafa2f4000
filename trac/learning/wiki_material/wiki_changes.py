# -*- coding: utf-8 -*-
"""Publishes changes of the wiki pages that are material, for the indexer.

What is published is the page as the database now has it, under the lock that
mints its revision: two people who save at the same time, or a change that is
noticed twice, publish nothing wrong and nothing twice. Trac calls its
listeners after it has committed the page; what a crash in between kept from
being published is found by `learning sync`, which looks for it.

What is published is the newest version that an author saved or approved (see
`learning.wiki_material.approval`). Until then a learner's edit is on the page
and in no course.
"""

from collections import namedtuple

from trac.perm import PermissionCache

from learning import text as texts
from learning.material import document
from learning.material.events import (PageState, document_id_of,
                                      fingerprint_of, page_changed_event)
from learning.sync import outbox
from learning.wiki_material import approval
from learning.wiki_material.marks import (Marks, covering_mark, is_readable,
                                          mark_fits)

#: What was last published; digest: '' when the page was taken away.
LastEvent = namedtuple('LastEvent', 'revision version digest')


class Pages(object):
    """The table learning_page.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def append_event(self, page, sub):
        """Write the event about a page if there is news of it.

        Of a page that is closed to the author who marked it only its end is
        published.

        :param page: its name. :param sub: who acts, when no mark says it.
        :return: True when there was news.
        """
        with self.env.db_transaction as db:
            marks = Marks(self.env)
            if marks.of(page) is None and not is_known(db, page):
                return False
            last, mark = lock_page(db, page), marks.of(page)
            if mark is not None:
                approval.judge_unnoticed(self.env, db, page)
            state = current_state(db, page, mark)
            digest = fingerprint_of(state)
            if digest == last.digest or \
                    digest and not is_readable(self.env, mark, page):
                return False
            self._write(db, page, state, digest, last.revision + 1,
                        mark.sub if mark else sub)
            return True

    def judge_save(self, page, number, username):
        """A version was saved just now.

        :param number: the version's. :param username: of who saved it.
        """
        with self.env.db_transaction as db:
            if Marks(self.env).of(page) is not None:
                lock_page(db, page)
                approval.judge_save(self.env, db, page, number, username)

    def judge_rename(self, page, old_name, username):
        """A page has a new name. One that leaves the material takes its
        decisions along: it may come back.

        :param username: of who renamed it, None when that is not known.
        """
        with self.env.db_transaction as db:
            covered = Marks(self.env).of(page) is not None
            for name in sorted((page, old_name)):
                if is_known(db, name):
                    lock_page(db, name)
            approval.judge_rename(self.env, db, page, old_name,
                                  username if covered else None)

    def append_events(self, name, sub):
        """Tell about all pages that a mark of this name is about."""
        return [page for page in self._names() if mark_fits(name, page) and
                self.append_event(page, sub)]

    def append_events_again(self):
        """Tell about all material pages once more, as new revisions: what
        was made of them is lost. Told twice they are indexed twice, to the
        same end.

        :return: the pages whose event was written.
        """
        return [page for page in self._names() if self._append_again(page)]

    def approve_new(self, name, before, username):
        """Approve the pages that a mark of this name makes material, as they
        are. What waits on pages that were material before goes on waiting.

        :param before: the marks there were. :param username: of the author.
        """
        marks = Marks(self.env).all()
        perm = PermissionCache(self.env, username)
        with self.env.db_transaction as db:
            for page in self._names():
                if mark_fits(name, page) and covering_mark(marks, page) and \
                        not self._was_material(before, page) and \
                        'WIKI_VIEW' in perm('wiki', page):
                    lock_page(db, page)
                    approval.approve_all(db, page, username)

    def catch_up(self):
        """Publish what was not published: the process died before, or the
        plugin was switched off."""
        marks = Marks(self.env).all()
        published = dict(self.env.db_query(
            "SELECT page, CASE WHEN digest='' THEN 0 ELSE version END "
            "FROM learning_page"))
        approved, unjudged = self._judged() if marks else ({}, ())
        for page in sorted(set(published) | set(approved) | set(unjudged)):
            covered = covering_mark(marks, page)
            material = covered and approved.get(page) or 0
            if (covered and page in unjudged or
                    material != published.get(page, 0)) and \
                    self.append_event(page, ''):
                self.env.log.info("Wiki page %s is published late", page)

    def version_of(self, page):
        """The version that was published last; 0 when none is material."""
        for version, in self.env.db_query(
                "SELECT version FROM learning_page "
                "WHERE page=%s AND digest<>''", (page,)):
            return version
        return 0

    # Internal methods

    def _append_again(self, page):
        with self.env.db_transaction as db:
            if not is_known(db, page) or not lock_page(db, page).digest:
                return False
            db("UPDATE learning_page SET digest='again' WHERE page=%s",
               (page,))
            return self.append_event(page, '')

    def _names(self):
        """Pages that are there, and pages that were published."""
        return [name for name, in self.env.db_query(
            "SELECT name FROM wiki UNION SELECT page FROM learning_page "
            "ORDER BY 1")]

    def _was_material(self, marks, page):
        mark = covering_mark(marks, page)
        return mark is not None and is_readable(self.env, mark, page)

    def _judged(self):
        """({page: the version to teach}, pages with versions that nobody
        judged)"""
        approved, unjudged = {}, set()
        for page, version, status in self.env.db_query("""
                SELECT w.name, MAX(w.version), a.status FROM wiki w
                LEFT JOIN learning_approval a ON a.page=w.name
                    AND a.version=w.version AND a.saved=w.time
                GROUP BY w.name, a.status
                """):
            if status is None:
                unjudged.add(page)
            elif status in approval.TAUGHT:
                approved[page] = max(version, approved.get(page, 0))
        return approved, unjudged

    def _write(self, db, page, state, digest, revision, sub):
        event = page_changed_event(page, revision, state,
                                   sub or last_sub(db, page))
        db("UPDATE learning_page SET revision=%s, version=%s, digest=%s, "
           "sub=%s, at=%s WHERE page=%s",
           (revision, state.version, digest, event.learner,
            event.occurred_at, page))
        outbox.add(db, event)
        phase = 'removing' if state.text is None else 'told'
        document.upsert_document(db, document.blank_document(
            document_id_of(page), revision, phase, name=page, origin='wiki',
            subject=state.subject or page.partition('/')[0],
            type='text/x-trac-wiki'))


def is_known(db, page):
    """Whether anything was ever published of a page."""
    return bool(db("SELECT 1 FROM learning_page WHERE page=%s", (page,)))


def last_sub(db, page):
    """On whose behalf a page was published last."""
    for sub, in db("SELECT sub FROM learning_page WHERE page=%s", (page,)):
        return sub


def lock_page(db, page):
    """What was published last; nobody else publishes the page until the
    transaction ends."""
    db("INSERT INTO learning_page (page, revision, version, digest, sub, at) "
       "VALUES (%s, 0, 0, '', '', 0) ON CONFLICT DO NOTHING", (page,))
    db("UPDATE learning_page SET revision=revision WHERE page=%s", (page,))
    for row in db("SELECT revision, version, digest FROM learning_page "
                  "WHERE page=%s", (page,)):
        return LastEvent(*row)


def current_state(db, page, mark):
    """The page as it should be published.

    :param mark: that makes it material, or None.
    """
    versions = approval.read_history(db, page)
    if mark is None and versions:
        return PageState(versions[0].number, None, None)
    taught = approval.find_taught(versions)
    if taught is None:
        return PageState(0, None, None)
    return PageState(taught.number, text_of(db, page, taught.number),
                     mark.subject or None)


def text_of(db, page, version):
    """A version's text, as the database and JSON can carry it."""
    for text, in db("SELECT text FROM wiki WHERE name=%s AND version=%s",
                    (page, version)):
        return texts.strip_unstorable(text or '')
