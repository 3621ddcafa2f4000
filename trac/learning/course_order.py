# -*- coding: utf-8 -*-
"""The order that authors gave what a course holds: its documents and its
questions. What nobody placed follows, in the natural order of its name.
"""

import re

#: What a course holds: uuids of documents, numbers of tickets.
DOCUMENT, QUESTION = 'document', 'question'
_DIGITS = re.compile(r'(\d+)')
_UPSERT = (
    "INSERT INTO learning_course_order (course, kind, item, place) "
    "VALUES (%s, %s, %s, %s) ON CONFLICT (course, kind, item) "
    "DO UPDATE SET place=EXCLUDED.place")


class CourseOrder(object):
    """The table learning_course_order, of one kind of things.

    :param env: the Trac environment. :param kind: `DOCUMENT` or `QUESTION`.
    """

    def __init__(self, env, kind):
        self.env = env
        self.kind = kind

    def places(self):
        """{(course, item): place} of all that authors placed."""
        return {(course, item): place for course, item, place in
                self.env.db_query(
                    "SELECT course, item, place FROM learning_course_order "
                    "WHERE kind=%s", (self.kind,))}

    def place(self, course, item, place):
        """Give one item a place: of two with the same the name decides."""
        self.env.db_transaction(
            _UPSERT, (course, self.kind, unicode(item), place))

    def sorted(self, things, key):
        """Things in the order of their courses.

        :param key: gives a thing's (course, item, name).
        """
        places = self.places()

        def rank(thing):
            course, item, name = key(thing)
            place = places.get((course, unicode(item)))
            return (not course, natural(course), place is None, place,
                    natural(name), unicode(item))
        return sorted(things, key=rank)

    def save(self, course, items):
        """Let a course have this order.

        :param items: all that it holds, in order.
        """
        with self.env.db_transaction as db:
            db("DELETE FROM learning_course_order WHERE course=%s AND kind=%s",
               (course, self.kind))
            # Two at once meet in the same order of rows; the later stands.
            db.executemany(_UPSERT, sorted(
                (course, self.kind, unicode(item), place)
                for place, item in enumerate(items)))

    def move(self, course, items, item, by, hidden=()):
        """Let an item change places with the one beside it.

        :param items: all that the course shows, in the order of now.
        :param by: -1 for the one before, 1 for the one behind.
        :param hidden: what it will show, as drafts: it keeps its place, and
            what is neither shown nor hidden loses it.
        :return: whether there is one.
        """
        at = items.index(item) if item in items else -1
        if at < 0 or not 0 <= at + by < len(items):
            return False
        items = list(items)
        places = self.places()
        before = [places.get((course, unicode(one))) for one in items]
        items[at], items[at + by] = items[at + by], items[at]
        hidden = set(map(unicode, hidden)).difference(map(unicode, items))
        for place, other in sorted(
                ((places[course, other], other) for other in hidden
                 if (course, other) in places), reverse=True):
            items.insert(sum(one is not None and one < place
                             for one in before), other)
        self.save(course, items)
        return True


def natural(name):
    """Sorts `Part 2` before `Part 10`, whatever the case of their letters."""
    return [(not part.isdigit(), int(part) if part.isdigit() else part)
            for part in _DIGITS.split(name.lower()) if part]
