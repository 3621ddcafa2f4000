# -*- coding: utf-8 -*-
"""The state of an attempt after a change of the feed, written where it ranks
higher than what is known; and what its learner is told of a new grade.
"""

from collections import namedtuple

from learning import chaos, timestamps
from learning.answers import attempt as attempts
from learning.answers import grade_change
from learning.answers.remarks import read_remarks

#: answer: the event of the only answer that this is about, or None; rank:
#: (how often persons spoke of the grade, revision, microseconds, id);
#: columns: of the attempt; cause: of the grade, or ''; said: a person's
#: reason, or ''.
State = namedtuple('State', 'answer rank columns cause said')

#: A grade that is new. row: the `Attempt` that has it; change: a
#: `GradeChange` where it took another's place.
NewGrade = namedtuple('NewGrade', 'row change')

#: A person's grade was taken back.
WITHDRAWN = 'withdrawn'


def parse_state(raw):
    """A `State` from JSON that may be None."""
    if raw:
        grade = raw['grade'] or {}
        return State(raw['answer'], tuple(raw['rank']), state_columns(raw),
                     grade.get('cause') or '', grade.get('reason') or '')


def apply_state(db, old, change):
    """Bring a change's state into its attempt.

    :param db: the transaction of the change. :param old: the `Attempt`.
    :return: the `NewGrade` to tell of, or None.
    """
    state = change.state
    if state.answer not in (None, old.event_id) or (
            old.phase == 'graded' and state.rank <= rank_of(old)):
        return None
    row = complete_state(old._replace(**state.columns), old)
    changed = note_change(db, old, row, change)
    if row.phase != 'graded':
        return save_attempt(db, row)
    first = note_applied(db, row)
    chaos.point('applied')
    save_attempt(db, row)
    return NewGrade(row, changed) if first or changed else None


def note_applied(db, row):
    """True once for each grade, whatever the epoch."""
    cursor = db.cursor()
    cursor.execute(
        "INSERT INTO learning_applied (grade_id, ticket, applied) "
        "VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (row.grade_id, row.ticket, timestamps.now()))
    return cursor.rowcount == 1


def note_change(db, old, row, change):
    """Keep for the learner that a grade took another's place.

    :param old: the attempt before. :param row: and after it.
    :return: the `GradeChange`, or None where there is nothing to tell, or it
        was told.
    """
    if old.phase != 'graded' or old.grade_id == row.grade_id or (
            (grade_change.percent(old.score), old.person) ==
            (grade_change.percent(row.score), row.person)):
        return None
    found = grade_change.GradeChange(
        change.event_id or row.grade_id, row.ticket, row.sub, row.attempt,
        old.score, row.score, cause_of(change), reason_of(change), change.at)
    return found if grade_change.add_change(db, found) else None


def cause_of(change):
    """Why there is another grade."""
    if change.kind == WITHDRAWN:
        return grade_change.WITHDRAWAL
    return change.state.cause or (
        grade_change.OVERRIDE if change.kind == 'overridden'
        else grade_change.REGRADE)


def reason_of(change):
    """A person's words on it, or ''."""
    if isinstance(change.withdrawal, dict):
        return unicode(change.withdrawal.get('reason') or '')
    return change.state.said


def complete_state(row, old):
    """The attempt with what a person's grade leaves out: the names of its
    points and where to read, as the grade before has them, and in codes the
    words that it lets stand.
    """
    if not row.person:
        return row
    if row.feedback == old.feedback and not row.remarks:
        row = row._replace(remarks=old.remarks)
    labels = {item['id']: item.get('label') for item in old.items}
    return row._replace(sources=row.sources or old.sources, items=[
        dict(item, label=item.get('label') or labels.get(item['id']) or '')
        for item in row.items])


def rank_of(row):
    """That of the state in which a graded attempt is."""
    return row.decisions, row.revision, row.phase_at, row.grade_id


def state_columns(state):
    """What a state sets."""
    found = {'phase': state['phase'],
             'phase_at': timestamps.from_rfc3339(state['at']),
             'reason': state['reason'] or '',
             'decisions': state['rank'][0]}
    found.update(grade_columns(state['grade']) if state['grade']
                 else attempts.NO_GRADE)
    return found


def grade_columns(grade):
    """The columns that a grade sets."""
    return {'score': grade['score'], 'feedback': grade.get('feedback') or '',
            'remarks': read_remarks(grade.get('remarks')),
            'items': grade.get('items') or [],
            'provisional': int(bool(grade.get('provisional'))),
            'needs_review': int(bool(grade.get('needs_review'))),
            'sources': grade.get('sources') or [],
            'grader': grade.get('grader') or '', 'grade_id': grade['id'],
            'person': int(bool(grade.get('person'))),
            'revision': grade['revision']}


def save_attempt(db, row):
    """Write an attempt as it now stands."""
    db("UPDATE learning_attempt SET %s WHERE ticket=%%s AND sub=%%s "
       "AND attempt=%%s" % ', '.join('%s=%%s' % f for f in row._fields),
       attempts.attempt_row(row) + (row.ticket, row.sub, row.attempt))
