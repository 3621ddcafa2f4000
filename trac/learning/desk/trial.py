# -*- coding: utf-8 -*-
"""What would become of past grades, asked before anything is released."""

from trac.util.text import exception_to_unicode

from learning import text
from learning.answers.view import MAX_ANSWER_CHARS, describe_item, percent
from learning.desk.view import FLAGS, SOURCE_ORDERS
from learning.errors import GatewayError
from learning.gateway import person
from learning.questions.source_texts import passages_of
from learning.translation import N_, _, gettext

PATH = '/api/v1/llm/trial'
#: Past answers that are graded on trial.
MAX_ANSWERS = 100
#: Seconds that a release waits to hear of orders in its sources.
ORDERS_S = 3
#: Scores that are no further apart are one: they have four digits.
SAME = 0.0001
#: Never by colour alone: a symbol and a word.
MOVES = {'up': (u'\u25b2', N_("up")), 'down': (u'\u25bc', N_("down")),
         'same': (u'=', N_("the same")), 'new': (u'\u2022', N_("new"))}
_ORDER = ('down', 'up', 'new', 'same')


def try_question(env, req, question):
    """How past answers would be graded with a question that may not be saved
    yet: what the page shows."""
    return ask_trial(env, req, question.ticket, tried_question(question))


def tried_question(question):
    """What of it is graded by."""
    tried = {'question': question.question, 'reference': question.reference,
             'rubric': question.rubric}
    for name, said in (('further_references', question.further_references),
                       ('passages', passages_of(question))):
        if said:
            tried[name] = said
    return tried


def try_answer(env, req, question, answer):
    """How an answer of the author's own would be graded: its points, or
    `trouble`.

    :raises InvalidInput: when there is none.
    """
    text.check_text(answer, _("Your answer"), MAX_ANSWER_CHARS,
                    _("Please write an answer to try."))
    try:
        found = person.ask(env, req, 'POST', PATH, dict(
            tried_question(question), ticket=question.ticket, limit=1,
            answers=[answer]))
    except GatewayError as e:
        return {'trouble': trouble_of(env, question.ticket, e)}
    tried = found['answers'][0]     # one's own come before the past ones
    return {'percent': percent(tried['would_be']), 'trouble': None,
            'flags': [gettext(FLAGS.get(flag, flag))
                      for flag in tried['flags'] if flag != SOURCE_ORDERS],
            'source_orders': SOURCE_ORDERS in tried['flags'],
            'items': [describe_item(n, item)
                      for n, item in enumerate(tried['items'], 1)]}


def find_orders(env, req, question):
    """Does the material at its sources give orders to the grader? Asked with
    the full answer as one to try; False where nobody can tell now."""
    if not passages_of(question):
        return False
    try:
        found = person.ask(env, req, 'POST', PATH, dict(
            tried_question(question), ticket=question.ticket, limit=1,
            answers=[question.reference]), seconds=ORDERS_S)
    except GatewayError as e:
        env.log.info("Orders in the sources of #%s: %s", question.ticket,
                     exception_to_unicode(e))
        return False
    return has_orders(found)


def has_orders(found):
    """Does a trial say that the sources give orders?"""
    return any(SOURCE_ORDERS in one.get('flags', ())
               for one in found.get('answers') or ())


def try_ruling(env, req, ticket, ruling):
    """The same with a ruling on the question as it is published."""
    return ask_trial(env, req, ticket, {'ruling': {
        'item': ruling.item, 'words': ruling.words,
        'verdict': ruling.verdict}})


def ask_trial(env, req, ticket, tried):
    """The table; `trouble` says why there is none."""
    try:
        return describe_trial(person.ask(env, req, 'POST', PATH, dict(
            tried, ticket=ticket, limit=MAX_ANSWERS)))
    except GatewayError as e:
        return {'answers': [], 'up': 0, 'down': 0, 'same': 0, 'total': 0,
                'source_orders': False,
                'trouble': trouble_of(env, ticket, e)}


def trouble_of(env, ticket, error):
    """Why nothing was graded on trial."""
    env.log.warning("Trial of #%s: %s", ticket, exception_to_unicode(error))
    return _("What it would be graded cannot be shown now: %(why)s",
             why=person.error_message(error))


def describe_trial(found):
    """The table, what falls first."""
    answers = [describe_tried(one) for one in found.get('answers') or ()]
    answers.sort(key=lambda one: _ORDER.index(one['move']))
    return {'answers': answers, 'up': found.get('up', 0),
            'down': found.get('down', 0), 'same': found.get('same', 0),
            'total': found.get('total', 0), 'trouble': None,
            'source_orders': has_orders(found)}


def describe_tried(one):
    """One past answer."""
    stays, before = bool(one.get('person')), one.get('before')
    move = 'same' if stays else move_of(
        one['was'] if before is None else before, one['would_be'])
    symbol, word = MOVES[move]
    return {'answer': one['answer'], 'was': percent(one['was']),
            'before': percent(before), 'person': stays,
            'would_be': percent(one['would_be']), 'move': move,
            'symbol': symbol, 'word': gettext(word)}


def move_of(was, would_be):
    """Which way a machine's grade goes; a person's stays."""
    if was is None:
        return 'new'
    if abs(would_be - was) <= SAME:
        return 'same'
    return 'up' if would_be > was else 'down'
