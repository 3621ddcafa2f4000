# -*- coding: utf-8 -*-
"""The order of a course's questions: as its authors put them, then by the
title of the ticket, where 2 comes before 10.
"""

from trac.util import embedded_numbers

#: What stands in the table learning_course_order.
QUESTION = 'question'


def order_of(place, title, ticket):
    """Sorts the questions of one course.

    :param place: that an author gave it, or None.
    """
    return place is None, place, embedded_numbers(title.lower()), ticket


def set_order(env, course, tickets):
    """An author puts the questions of a course in order.

    :param tickets: all of the course's, in order.
    """
    with env.db_transaction as db:
        db("DELETE FROM learning_course_order WHERE course=%s AND kind=%s",
           (course, QUESTION))
        db.executemany(
            "INSERT INTO learning_course_order (course, kind, item, place) "
            "VALUES (%s, %s, %s, %s)",
            [(course, QUESTION, str(ticket), place)
             for place, ticket in enumerate(tickets)])
