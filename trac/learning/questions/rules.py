# -*- coding: utf-8 -*-
"""Of which course a question is, what counts, and what learners may have: as
its author types it and as it is stored.
"""

from learning import text
from learning.errors import InvalidInput
from learning.material.content import MAX_SUBJECT_CHARS
from learning.questions.due_date import (START_OF_DAY, parse_instant,
                                         say_instant)
from learning.questions.question import (BEST, DATE, LAST_ATTEMPT, NEVER,
                                         NEWEST)
from learning.translation import _

#: As the contract of `QuestionPublished.v1` has it.
MAX_ATTEMPTS = 1000


def typed_as(question):
    """A stored question as the form has it, in texts."""
    return question._replace(
        max_attempts=str(question.max_attempts or ''),
        hint_deduction='%g' % (100 * question.hint_deduction),
        release_at=say_instant(question.release_at),
        due_at=say_instant(question.due_at))


def check_rules(draft):
    """{field: value} of those that are typed otherwise than they are stored.

    :raises InvalidInput: and says what to do.
    """
    text.check_text(draft.course, _("The course"), MAX_SUBJECT_CHARS)
    if draft.counting not in (BEST, NEWEST) or \
            draft.release not in (NEVER, LAST_ATTEMPT, DATE):
        raise InvalidInput(_("Please choose from the lists."))
    attempts = _number(draft.max_attempts, MAX_ATTEMPTS, _(
        "How many attempts a learner has is a number up to %(most)s; empty: "
        "as many as they like.", most=MAX_ATTEMPTS))
    if attempts != int(attempts):
        raise InvalidInput(_("Attempts are whole ones."))
    return {'max_attempts': int(attempts), 'release_at': _release_at(draft),
            'due_at': parse_instant(draft.due_at),
            'hint_deduction': round(_number(draft.hint_deduction, 100, _(
                "What a hint takes is a number of percent, from 0 to 100."))
                / 100, 4)}


def _number(said, most, message):
    try:
        number = float(said.rstrip('%').strip().replace(',', '.') or 0)
    except ValueError:
        number = -1
    if not 0 <= number <= most:
        raise InvalidInput(message)
    return number


def _release_at(draft):
    """Microseconds, or None; a day alone is its beginning."""
    if draft.release != DATE:
        return None
    at = parse_instant(draft.release_at, START_OF_DAY)
    if at is None:
        raise InvalidInput(_("Please say from when on the reference may be "
                             "read."))
    return at
