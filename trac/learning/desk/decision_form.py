# -*- coding: utf-8 -*-
"""What an author typed about some answers, and whether it will do."""

import re
from collections import namedtuple

from learning import text
from learning.answers.grade_change import percent
from learning.desk import decision
from learning.desk.score import WORTH, score_verdicts
from learning.errors import InvalidInput
from learning.translation import _

#: Answers in one form: a page of the desk.
MAX_ANSWERS = 100
MAX_ITEMS = 20

#: answers: `Answer`s that the decision is to serve; verdicts: [(id, verdict
#: or '')] as the form has them; percent: text; share: the percent that the
#: verdicts earn, as the form showed it, or ''; stands: whether the grades are
#: to stay as they are.
Typed = namedtuple('Typed', 'answers verdicts percent share feedback reason '
                            'stands')


def read_decision_form(args):
    """The form as it was typed, unchecked."""
    def get(name):
        return text.normalize_newlines(args.getfirst(name, ''))
    answers = [decision.Answer(
        get('learner_%d' % n), int(re.sub(r'\D', '', get(
            'attempt_%d' % n))[:9] or 0),
        get('grade_%d' % n), get('appeal_%d' % n) or None)
        for n in range(MAX_ANSWERS) if 'take_%d' % n in args]
    verdicts = [(get('item_%d' % n), get('verdict_%d' % n))
                for n in range(MAX_ITEMS) if 'item_%d' % n in args]
    return Typed(answers, verdicts, get('percent').strip(), get('share'),
                 get('feedback'), get('reason'), get('decision') == 'stands')


def check_decision(typed, weights):
    """The `Judgement` that may be sent.

    :param weights: {item id: weight}.
    :raises InvalidInput: and says what to do.
    """
    if not typed.answers:
        raise InvalidInput(_("Please leave at least one answer chosen."))
    if not all(answer.attempt and text.is_uuid(answer.grade) and
               text.is_uuid(answer.appeal or answer.grade)
               for answer in typed.answers):
        raise InvalidInput(_("This form is none of ours. Please open the "
                             "desk again."))
    text.check_text(typed.reason, _("The reason"), decision.MAX_REASON_CHARS,
                    _("Please say why, in a sentence to the learner."))
    text.check_text(typed.feedback, _("The feedback"),
                    decision.MAX_FEEDBACK_CHARS)
    if typed.stands:
        return decision.Judgement(None, [], typed.feedback, typed.reason)
    verdicts = {item: verdict for item, verdict in typed.verdicts
                if verdict in WORTH}
    earned = score_verdicts(verdicts, weights)
    score = _score(typed.percent, earned)
    _require_both_seen(score, earned, typed.share)
    return decision.Judgement(
        score,
        [{'id': item, 'verdict': verdicts[item]}
         for item, _said in typed.verdicts if item in verdicts],
        typed.feedback, typed.reason)


def _require_both_seen(score, earned, share):
    """A score that the verdicts do not earn is set by an author who saw
    both."""
    if earned is None or percent(score) == percent(earned) or \
            share == str(percent(earned)):
        return
    raise InvalidInput(_(
        "You typed %(typed)s %%, and the verdicts earn %(earned)s %%. Empty "
        "the score to give what they earn, or change them. Or send it as it "
        "is: the learner reads that you gave the score as a whole, by hand.",
        typed=percent(score), earned=percent(earned)))


def _score(typed, from_verdicts):
    said = typed.rstrip(u'%').strip().replace(',', '.')
    if not said and from_verdicts is not None:
        return from_verdicts
    try:
        score = float(said) / 100
    except ValueError:
        score = -1
    if not 0 <= score <= 1:
        raise InvalidInput(_("Please give a score from 0 to 100 percent, or "
                             "a verdict on each point."))
    return round(score, 4)
