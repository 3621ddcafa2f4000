# -*- coding: utf-8 -*-
"""What Trac knows of each document: from the feed, and from a grant that was
just given. Nothing depends on the order in which it comes.
"""

import json
from collections import namedtuple

from learning import timestamps
from learning.course_order import DOCUMENT, CourseOrder, natural

_FIELDS = ('document name origin subject title type phase revision '
           'live_revision done total reason detail pages chunks embedded '
           'dropped receipt at')

#: document: uuid; origin: upload, wiki; phase: of `RANKS`; revision: the
#: newest; live_revision: the teachable one or None, and `LIVE` are about that
#: one; done, total: chunks; receipt: {chunks, edges, concepts} of a removal or
#: None; at: microseconds. A number that nobody said yet is None.
Document = namedtuple('Document', _FIELDS)

#: Of two reports about a revision the one of the greater rank counts, as in
#: the progress service; of the same rank the later. The first two and
#: `removing` are Trac's own words, said before anybody else can say something.
RANKS = {'waiting_for_upload': 0, 'told': 0, 'uploaded': 1, 'reading': 1,
         'embedding': 1, 'waiting': 1, 'removing': 1, 'rejected': 2,
         'ready': 3, 'removed': 4}
LIVE = ('live_revision', 'title', 'type', 'pages', 'chunks', 'embedded',
        'dropped')
WORDS = ('name', 'subject', 'title', 'type', 'reason', 'detail')
NUMBERS = ('live_revision', 'done', 'total', 'pages', 'chunks', 'embedded',
           'dropped')
_COLUMNS = ', '.join(Document._fields)
#: Words of a search that count.
MAX_WORDS = 10


#: What a list is narrowed to. course: None for any; phases: none for any;
#: words: each stands in the name or the title; live: only what readers find.
Filter = namedtuple('Filter', 'course phases words live')
Filter.__new__.__defaults__ = (None, (), '', False)


class Documents(object):
    """The table learning_material.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def get(self, ident):
        """A document, or None."""
        return (self.some([ident]) or [None])[0]

    def some(self, idents):
        """Those of these that are known."""
        return [document_of_row(found) for found in self.env.db_query(
            "SELECT %s FROM learning_material WHERE document IN (%s)"
            % (_COLUMNS, ', '.join(['%s'] * len(idents))),
            tuple(idents))] if idents else []

    def in_order(self, idents):
        """Those of these that are known, in this order."""
        known = {doc.document: doc for doc in self.some(idents)}
        return [known[ident] for ident in idents if ident in known]

    def keys(self, wanted=Filter()):
        """The documents that a `Filter` lets through, in the order of their
        courses; what was removed stands behind the rest of its course."""
        with self.env.db_query as db:
            where, args = search_condition(db, wanted)
            rows = db("SELECT document, subject, name, phase "
                      "FROM learning_material WHERE " + where, args)
        rows = CourseOrder(self.env, DOCUMENT).sorted(
            rows, lambda row: (row[1], row[0], row[2]))
        rows.sort(key=lambda row: (not row[1], natural(row[1]),
                                   row[3] == 'removed'))
        return [row[0] for row in rows]

    def newest(self, wanted=Filter()):
        """The same, what changed last first."""
        with self.env.db_query as db:
            where, args = search_condition(db, wanted)
            return [ident for ident, in db(
                "SELECT document FROM learning_material WHERE %s "
                "ORDER BY at DESC, name" % where, args)]

    def subjects(self):
        """The names of all subjects, in natural order."""
        return sorted((s for s, in self.env.db_query(
            "SELECT DISTINCT subject FROM learning_material "
            "WHERE subject <> ''")), key=natural)


def search_condition(db, wanted):
    """The condition of a `Filter`, and its arguments."""
    where, args = ["1=1"], ()
    if wanted.course is not None:
        where.append("subject=%s")
        args += (wanted.course,)
    if wanted.phases:
        where.append("phase IN (%s)" % ', '.join(['%s'] * len(wanted.phases)))
        args += tuple(wanted.phases)
    if wanted.live:
        where.append("live_revision IS NOT NULL")
    for word in wanted.words.split()[:MAX_WORDS]:
        where.append("(name %s OR title %s)" % (db.like(), db.like()))
        args += ('%' + db.like_escape(word) + '%',) * 2
    return ' AND '.join(where), args


def upsert_document(db, doc):
    """Merge what the feed or the gateway says of a document into its row.

    :param db: the transaction; the document's row is locked in it.
    """
    cursor = db.cursor()
    cursor.execute(
        "INSERT INTO learning_material (%s) VALUES (%s) ON CONFLICT DO NOTHING"
        % (_COLUMNS, ', '.join(['%s'] * len(doc))), document_row(doc))
    if cursor.rowcount == 1:
        return
    key = (doc.document,)
    db("UPDATE learning_material SET document=document WHERE document=%s", key)
    for found in db("SELECT %s FROM learning_material WHERE document=%%s"
                    % _COLUMNS, key):
        db("UPDATE learning_material SET %s WHERE document=%%s"
           % ', '.join('%s=%%s' % f for f in doc._fields),
           document_row(merge_documents(document_of_row(found), doc)) + key)


def merge_documents(one, other):
    """What both say together; `other` came later."""
    newer, older = (other, one) if order_of(other) >= order_of(one) else \
        (one, other)
    live = older if (older.live_revision or 0) > (newer.live_revision or 0) \
        and newer.phase != 'removed' else newer
    return newer._replace(subject=newer.subject or older.subject,
                          **{name: getattr(live, name) for name in LIVE})


def order_of(doc):
    """Of two reports about a document the one of the greater order counts."""
    return doc.revision, RANKS[doc.phase], doc.at


def granted_document(ident, revision, name, subject, kind):
    """A document whose file may now be uploaded."""
    return blank_document(ident, revision, 'waiting_for_upload', name=name,
                          subject=subject or '', type=kind or '')


def blank_document(ident, revision, phase, **more):
    """A document of which nothing else is known."""
    fields = dict.fromkeys(Document._fields)
    fields.update(dict.fromkeys(WORDS, ''), document=ident, origin='upload',
                  phase=phase, revision=revision, at=timestamps.now())
    fields.update(more)
    return Document(**fields)


def document_row(doc):
    """The document as the table holds it."""
    return tuple(doc._replace(
        receipt=doc.receipt and json.dumps(doc.receipt)))


def document_of_row(found):
    """A `Document` from its columns."""
    doc = Document(*found)
    return doc._replace(receipt=doc.receipt and json.loads(doc.receipt))
