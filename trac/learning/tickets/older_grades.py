# -*- coding: utf-8 -*-
"""Of the changes that say a grade, those that count no more fold into a line.

The newest grade stays visible, and the newest of the attempt that counts.
"""

from collections import namedtuple

from trac.util.datefmt import to_utimestamp

from learning.answers.counting import counting_of
from learning.dates import describe_time
from learning.users.names import AUTHOR

#: What a comment says of a grade. at: microseconds of the change.
GradeComment = namedtuple('GradeComment', 'at attempt percent')


def fold_grades(env, req, ticket, learner, changes):
    """(changes that are shown, what the line says of the others).

    :param learner: sub of the learner whose own ticket it is, or ''.
    :param changes: as Trac's ticket page has them.
    """
    if not learner:
        return changes, []
    grades = [GradeComment(*row) for row in env.db_query(
        "SELECT at, attempt, percent FROM learning_grade_comment "
        "WHERE ticket=%s ORDER BY at", (ticket,))]
    counting = counting_of(env, ticket, learner)
    shown = {grade.at for grade in grades[-1:]}
    shown.update(grade.at for grade in [
        grade for grade in grades
        if counting and grade.attempt == counting.attempt][-1:])
    folded = {grade.at: grade for grade in grades if grade.at not in shown}
    kept, older = [], []
    for change in changes:
        grade = folded.get(to_utimestamp(change['date'])) \
            if change.get('author') == AUTHOR else None
        if grade:
            older.append(dict(grade._asdict(), cnum=change.get('cnum'),
                              when=describe_time(req, grade.at)))
        else:
            kept.append(change)
    return kept, older
