# -*- coding: utf-8 -*-
"""Fills the table of approvals from what was published before it was there."""

from learning.wiki_material import approval
from learning.wiki_material.marks import Mark, covering_mark


def approve_published(env, db):
    """Judge the pages that are taught, each up to the version that is.

    Approved is what an author of today saved, and what was there when an
    author made the page material: nothing older is known.
    """
    marks = [Mark(*row) for row in db(
        "SELECT %s FROM learning_mark" % ', '.join(Mark._fields))]
    authors = {}
    for page, published in db("SELECT page, version FROM learning_page "
                         "WHERE digest<>'' ORDER BY page"):
        mark = covering_mark(marks, page)
        for version in approval.read_history(db, page):
            if version.number > published or version.status is not None:
                continue
            who = version.author
            if who not in authors:
                authors[who] = approval.is_author(env, who)
            if authors[who] or mark and version.saved <= mark.at:
                status = approval.APPROVED
            else:
                status = approval.FOUND if version.number == published else \
                    approval.WAITING
            approval.put_status(db, page, version, status,
                         who if authors[who] else mark.author
                         if status == approval.APPROVED else '')
