# -*- coding: utf-8 -*-
"""Two authors on one answer: what stands against the second's decision."""

from collections import namedtuple

from learning.answers.remarks import say_remarks
from learning.desk.decision import OPEN, grade_id, is_about
from learning.errors import DecidedMeanwhile

#: What stands against a decision. answer: an `Answer`; author: sub of who
#: decided, '' when nobody knows; at: microseconds; score, feedback, reason:
#: of their grade; grade: its id.
Conflict = namedtuple('Conflict', 'answer author at score feedback reason '
                                  'grade')


def check_conflicts(answers, known, judgement):
    """
    :param answers: pairs of `Answer` and `Attempt`.
    :raises DecidedMeanwhile: when another person decided about one of them,
        or the grade that is to stand is not the one that was seen.
    """
    conflicts = [conflict_of(answer, row, known, judgement.score is None)
                 for answer, row in answers]
    if any(conflicts):
        raise DecidedMeanwhile(filter(None, conflicts))


def conflict_of(answer, row, known, stands):
    """What stands against a decision, a `Conflict`, or None."""
    said = [one for one in known if is_about(one, answer)]
    gone = {grade_id(one) for one in said if one.state not in OPEN}
    counting = next((one for one in said if one.state in OPEN), None)
    if counting and grade_id(counting) != answer.grade:
        data = counting.data
        return Conflict(answer, counting.author, counting.at, data['score'],
                        _words(row, data['feedback']), data['reason'],
                        grade_id(counting))
    if counting is None and row.grade_id != answer.grade and (
            stands or row.person and row.grade_id not in gone):
        return Conflict(answer, '', row.phase_at, row.score,
                        _words(row, row.feedback), '', row.grade_id)
    return None


def _words(row, feedback):
    """A person's words, or a machine's that they let stand."""
    return say_remarks(row.remarks, feedback) if feedback == row.feedback \
        else feedback
