# -*- coding: utf-8 -*-
"""A grade took another's place: by a person, an appeal, a regrade, or because
a person's grade was taken back. The learner is told of each.
"""

from collections import namedtuple

from learning.translation import N_, _, gettext

#: event_id: of what changed it; scores: 0 to 1; cause: a key of `CAUSES`;
#: reason: a person's words, or ''; at: microseconds.
GradeChange = namedtuple('GradeChange', 'event_id ticket sub attempt '
                                        'old_score new_score cause reason at')
_COLUMNS = ', '.join(GradeChange._fields)

OVERRIDE, APPEAL, WITHDRAWAL, REGRADE = (
    'override', 'appeal', 'withdrawal', 'regrade')
#: The last is also what a cause is that nobody knows here.
CAUSES = {
    OVERRIDE: N_("an author looked at your answer"),
    APPEAL: N_("an author took the second look that you asked for"),
    WITHDRAWAL: N_("an author took back a grade that a person had set, and "
                   "what counted before counts again"),
    'ruling': N_("an author ruled on a point of this question, and your "
                 "answer was graded again"),
    'rubric': N_("the question or its points were changed, and your answer "
                 "was graded again"),
    REGRADE: N_("your answer was graded again"),
}


def changes_of(env, ticket, sub):
    """{attempt: newest `GradeChange`} of a learner at a ticket."""
    return {found[3]: GradeChange(*found) for found in env.db_query(
        "SELECT %s FROM learning_grade_change WHERE ticket=%%s AND sub=%%s "
        "ORDER BY at" % _COLUMNS, (ticket, sub))}


def get_change(env, event_id):
    """One, or None."""
    for found in env.db_query("SELECT %s FROM learning_grade_change "
                              "WHERE event_id=%%s" % _COLUMNS, (event_id,)):
        return GradeChange(*found)


def add_change(db, change):
    """Write it.

    :return: True once for each event, whatever the feed's epoch.
    """
    cursor = db.cursor()
    cursor.execute(
        "INSERT INTO learning_grade_change (%s) VALUES (%s) "
        "ON CONFLICT DO NOTHING"
        % (_COLUMNS, ', '.join(['%s'] * len(change))), tuple(change))
    return cursor.rowcount == 1


def percent(score):
    """0.6667 as 67, or None."""
    return None if score is None else int(round(score * 100))


def describe_change(change):
    """What its learner reads: a sentence, and a person's words or ''."""
    old, new = percent(change.old_score), percent(change.new_score)
    if new is None:
        said = _("Your grade of %(old)s %% does not count any more: "
                 "%(cause)s.")
    elif old == new:
        said = _("Your grade stays at %(new)s %%: %(cause)s.")
    else:
        said = _("Your grade changed from %(old)s %% to %(new)s %%: "
                 "%(cause)s.")
    return {'said': said % {'old': old, 'new': new, 'cause': gettext(
        CAUSES.get(change.cause, CAUSES[REGRADE]))}, 'reason': change.reason}
