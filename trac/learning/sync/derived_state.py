# -*- coding: utf-8 -*-
"""The state behind a change that carries none.

So tells a progress service from before its migration 007; that migration
gives states to the rows that were there. This module goes with the next
release of the feed, whose migration gives them to what such a service has
written since.
"""

from learning import timestamps

PHASES = {'answer_received': 'queued', 'grading_started': 'grading',
          'delayed': 'delayed', 'ungradable': 'ungradable',
          'rejected': 'rejected', 'graded': 'graded', 'overridden': 'graded'}
#: A step or grade that was told late: a later one is known.
OUTRANKED = 'outranked'
#: An answer whose attempt another answer has.
TAKEN = 'attempt_taken'


def derive_state(raw):
    """As `openapi.yaml` says it, or None.

    :param raw: the change, as JSON.
    """
    phase = PHASES.get(raw['kind'])
    if not raw.get('attempt') or not phase or raw.get('reason') == OUTRANKED:
        return None
    grade = raw['grade'] if phase == 'graded' else None
    return {'phase': phase, 'grade': grade, 'rank': rank_of(grade),
            'at': grade['at'] if grade else raw['at'],
            'reason': raw.get('reason') if not grade else None,
            'answer': raw.get('event_id') if raw.get('reason') == TAKEN
            else None}


def rank_of(grade):
    """By which one of two grades of an attempt counts."""
    if not grade:
        return [0, 0, 0, '']
    return [int(bool(grade.get('person'))), grade['revision'],
            timestamps.from_rfc3339(grade['at']), grade['id']]
