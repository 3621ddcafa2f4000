# -*- coding: utf-8 -*-
"""Answers of the desk turned into what its pages say."""

from collections import OrderedDict

from learning import timestamps
from learning.answers.remarks import name_point, say_remarks
from learning.answers.view import VERDICTS, describe_item, percent
from learning.dates import describe_time
from learning.desk.decision import OPEN, Answer, grade_id, is_about
from learning.desk.score import weights_of
from learning.desk.spans import mark_spans
from learning.translation import N_, _, gettext
from learning.users.account import Accounts

#: Never by colour alone: a symbol and a word.
REASONS = {'appealed': (u'\u2691', N_("second look")),
           'flagged': (u'\u26a0', N_("flagged")),
           'uncertain': (u'?', N_("uncertain"))}
#: Speaks of the question's material, not of the answer.
SOURCE_ORDERS = 'source_orders'
FLAGS = {
    'empty': N_("nothing is written"),
    'no_attempt': N_("says that the writer does not know"),
    'question_echoed': N_("repeats the question"),
    'keyword_pile': N_("perhaps a heap of words, no sentences"),
    'too_long': N_("far longer than the question asks for"),
    'alternatives': N_("offers alternatives that cannot all be meant"),
    'negated': N_("seems to deny a point"),
    'contradicted': N_("seems to say the opposite of a point"),
    'self_contradiction': N_("contradicts itself"),
    'prompt_injection': N_("speaks to the grader"),
    'copied': N_("copied from the material"),
    SOURCE_ORDERS: N_("a source of the question gives orders to the grader"),
    'quote_not_found': N_("the grader quoted what is not there"),
    'voices_differ': N_("two graders differ"),
    'other_language': N_("in another language than the grader reads"),
    'low_confidence': N_("the grader is not sure"),
}
#: States of an appeal that a decision answers.
UNDECIDED = ('open', 'with_author')
#: Of a rubric item: below that share of agreement, once so many answers were
#: judged, its words deserve a look.
WEAK_BELOW, WEAK_FROM = 0.75, 4


def describe_groups(env, req, answers, question):
    """Similar answers together, in the order of the first of each.

    :param answers: as `GET /api/v1/desk` tells them.
    :param question: the `Question` of the ticket, or None.
    :return: [{answers, items, weights}]
    """
    groups = OrderedDict()
    for answer in answers:
        key = answer.get('group') or (answer['learner'], answer['attempt'])
        groups.setdefault(key, []).append(answer)
    return [describe_group(env, req, found, question)
            for found in groups.values()]


def describe_group(env, req, answers, question):
    """Answers that one decision may serve."""
    items = answers[0]['grade']['items']
    points = {point['id']: point for point in
              (question.rubric if question else ())}
    weights = weights_of(points.values(), items)
    return {'answers': [describe_answer(env, req, one) for one in answers],
            'items': [dict(describe_item(number, item), id=item['id'],
                           weight=weights[item['id']], criterion=points.get(
                               item['id'], {}).get('criterion'))
                      for number, item in enumerate(items, 1)]}


def describe_typed(typed, rubric):
    """Points of a form that comes back, with the verdicts that it had.

    :param typed: the `Typed` form.
    """
    points = {point['id']: point for point in rubric}
    weights = weights_of(rubric, [{'id': item} for item, _verdict
                                  in typed.verdicts])
    return [{'id': item, 'verdict': verdict, 'weight': weights[item],
             'criterion': points.get(item, {}).get('criterion'),
             'label': points.get(item, {}).get('label') or
             _("Point %(number)s", number=number)}
            for number, (item, verdict) in enumerate(typed.verdicts, 1)]


def describe_answer(env, req, answer):
    """One answer with the machine's grade."""
    grade, appeal = answer['grade'], answer.get('appeal')
    symbol, word = REASONS[answer['why']]
    return {
        'learner': answer['learner'], 'attempt': answer['attempt'],
        'name': name_of(env, answer['learner']),
        'pieces': mark_spans(answer['answer'] or '', [
            item.get('quote') for item in grade['items']]),
        'erased': not answer['answer'], 'why': answer['why'],
        'symbol': symbol, 'word': gettext(word),
        'flags': [gettext(FLAGS.get(flag, flag)) for flag in grade['flags']],
        'grade': grade['id'], 'percent': percent(grade['score']),
        'feedback': say_remarks(grade.get('remarks'), grade['feedback']),
        'grader': grade['grader'],
        'items': [describe_item(number, item)
                  for number, item in enumerate(grade['items'], 1)],
        'submitted': answer['submitted_at'] and describe_time(
            req, timestamps.from_rfc3339(answer['submitted_at'])),
        'appeal': appeal and appeal['state'] in UNDECIDED and appeal['id'],
        'plea': appeal and appeal['reason']}


def undecided(answers, decisions):
    """Those about which no decision is on its way or done that the API does
    not know yet."""
    return [answer for answer in answers
            if not _is_decided(answer, decisions)]


def _is_decided(shown, decisions):
    answer = Answer(shown['learner'], shown['attempt'], shown['grade']['id'],
                    None)
    newest = next((one for one in decisions
                   if one.state in OPEN and is_about(one, answer)), None)
    return newest is not None and grade_id(newest) != answer.grade


def describe_agreement(found):
    """`9 of 12` of each rubric item, weak ones marked."""
    return [{'label': name_point(one['label'] or one['item']),
             'same': one['same'],
             'judged': one['judged'], 'weak': one['judged'] >= WEAK_FROM and
             one['same'] < WEAK_BELOW * one['judged']} for one in found]


def describe_verdicts():
    """[(verdict, symbol, word)], the best first."""
    return [(name, VERDICTS[name][0], gettext(VERDICTS[name][1]))
            for name in ('yes', 'partly', 'no')]


def name_of(env, sub):
    """Who somebody is, for staff."""
    if not sub:
        return _("another author")
    account = Accounts(env).of_sub(sub)
    if account is None:
        return sub
    if account.name in ('', account.username):
        return account.username
    return u'%s (%s)' % (account.name, account.username)
