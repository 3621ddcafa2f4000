# -*- coding: utf-8 -*-
"""Learners by questions, with the score that counts."""

import csv
import io
from collections import namedtuple

from learning.answers.view import percent
from learning.gateway import person
from learning.tickets.csv_export import TextWriter
from learning.translation import _
from learning.users.account import Accounts, in_batches

PATH = '/api/v1/grades'
ROWS_PER_PAGE = 500
#: Pages that are read for one book: more would keep a browser waiting.
MAX_PAGES = 40

#: tickets: [(number, summary)]; learners: [(name, e-mail, {number: grade})];
#: complete: False when there was more than one book holds.
Gradebook = namedtuple('Gradebook', 'tickets learners complete')


def read_gradebook(env, req, course):
    """The `Gradebook` of a course, of all where it is ''.

    :raises GatewayError: when there is no answer.
    """
    grades, cursor = [], None
    for _page in range(MAX_PAGES):
        query = {'limit': ROWS_PER_PAGE}
        if cursor:
            query['cursor'] = cursor
        if course:
            query['course'] = course
        found = person.ask(env, req, 'GET', PATH, query=query)
        grades += found.get('grades') or []
        cursor = found.get('next_cursor')
        if not cursor:
            break
    numbers = sorted({grade['ticket_id'] for grade in grades})
    summaries = summaries_of(env, numbers)
    return Gradebook([(number, summaries.get(number, ''))
                      for number in numbers],
                     group_grades(Accounts(env), grades, late_attempts(env)),
                     not cursor)


def late_attempts(env):
    """{(ticket, sub, attempt)} of those that came after the due date."""
    return set(env.db_query("""
        SELECT a.ticket, a.sub, a.attempt FROM learning_attempt a
        JOIN learning_question q ON q.ticket=a.ticket
        WHERE a.submitted>q.due_at
        """))


def group_grades(accounts, grades, late):
    """By learner, in the order of their names.

    :param late: as `late_attempts` has it.
    """
    found = {}
    for grade in grades:
        key = (grade['ticket_id'], grade['learner'],
               grade.get('counting_attempt'))
        found.setdefault(grade['learner'], {})[grade['ticket_id']] = dict(
            grade, percent=percent(grade['counting_score']),
            late=key in late)
    rows = []
    known = accounts.of_subs(found)
    for sub, cells in found.items():
        account = known.get(sub)
        rows.append((account.name or account.username, account.username,
                     cells) if account else (sub, '', cells))
    return sorted(rows, key=lambda row: (row[0].lower(), row[1]))


def summaries_of(env, numbers):
    """{number: summary} of the tickets that there are, in a few queries."""
    return dict(row for some in in_batches(numbers) for row in env.db_query(
        "SELECT id, summary FROM ticket WHERE id IN (%s)"
        % ','.join(['%s'] * len(some)), some))


def write_csv(book):
    """The book for a spreadsheet: percent, and no cell is a formula."""
    out = io.BytesIO()
    out.write('\xef\xbb\xbf')       # by which Excel knows UTF-8
    writer = TextWriter(csv.writer(out))
    rows = [[_("Learner"), _("E-mail")] + [
        u'#%d %s' % ticket for ticket in book.tickets] + [
            _("After the due date")]]
    rows += [[name, email] + [_cell(cells.get(number))
                              for number, _summary in book.tickets] + [
                u' '.join(u'#%d' % number for number, _summary in book.tickets
                          if cells.get(number, {}).get('late'))]
             for name, email, cells in book.learners]
    if not book.complete:
        rows.append([_("There are more than one file holds: choose a "
                       "course.")])
    for row in rows:
        writer.writerow([cell.encode('utf-8') for cell in row])
    return out.getvalue()


def _cell(grade):
    score = grade and grade['counting_score']
    return u'' if score is None else u'%g' % round(100 * score, 1)
