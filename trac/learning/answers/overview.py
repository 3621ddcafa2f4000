# -*- coding: utf-8 -*-
"""A learner's attempts at a question as the panel shows them: which one
counts, how many are left, what became of appeals, and the reference where its
author lets it be read.
"""

from learning import timestamps
from learning.answers import view
from learning.answers.appeal import Appeals
from learning.answers.appeal_form import describe_appeal
from learning.answers.attempt import Attempts
from learning.answers.attempt_limit import allowance_of, attempts_left
from learning.answers.comparison import add_comparisons
from learning.answers.counting import counting_of
from learning.answers.grade_change import (changes_of, describe_change,
                                           percent)
from learning.answers.hint import HINT, hints_of
from learning.answers.hint_view import add_explanations
from learning.desk.score import score_verdicts, weights_of
from learning.paths.lesson import add_consequences
from learning.paths.step_states import is_mastered
from learning.progress.next_thing import next_thing
from learning.questions.question import DATE, LAST_ATTEMPT, NEWEST
from learning.translation import _, ngettext


def describe_answers(env, req, question, account, closed):
    """What panel and state poll show.

    :param account: the learner's `Account`. :param closed: whether the
        question takes no answers now.
    """
    ticket, sub = question.ticket, account.sub
    rows = Attempts(env).of(ticket, sub)
    panel = view.describe_attempts(req, rows, len(question.rubric))
    allowance = allowance_of(env, question, sub)
    left = attempts_left(allowance)
    panel.update(
        revision=question.revision, left=left,
        attempts_left=describe_left(allowance),
        counting=describe_counting(env, question, sub, rows),
        reference=released_reference(question, rows, closed or left == 0))
    appeals = Appeals(env).of(ticket, sub)
    changes = changes_of(env, ticket, sub)
    described = [panel['current']] + panel['earlier'] if rows else []
    if rows and not panel['current']['awaited']:
        add_comparisons(rows, described)
    for row, shown in zip(rows, described):
        shown['appeal'] = describe_appeal(req, row, appeals.get(row.attempt))
        shown['change'] = describe_news(changes.get(row.attempt),
                                        appeals.get(row.attempt))
        shown['passed'] = is_mastered(row)
        shown['by_hand'] = is_given_by_hand(row, question.rubric)
        if is_pending(shown['appeal']):
            panel['final'] = False
    panel['news_earlier'] = any(
        shown['change'] or is_pending(shown['appeal'])
        for shown in panel['earlier'])
    add_explanations(env, req, panel, ticket, sub)
    if panel['current'] and panel['current']['phase'] == 'graded':
        panel['next'] = next_thing(env, req, account, after=ticket)
    add_consequences(env, req, panel, ticket, question.learner)
    return panel


def is_given_by_hand(attempt, rubric):
    """Did a person give a score that the verdicts beside it do not earn?"""
    earned = score_verdicts({item['id']: item['verdict']
                             for item in attempt.items},
                            weights_of(rubric, attempt.items))
    return bool(attempt.person) and earned is not None and \
        percent(earned) != percent(attempt.score)


def describe_news(change, appeal):
    """How the grade changed, or None; a reason that answers the appeal stands
    there."""
    if change and appeal and appeal.answer == change.reason:
        change = change._replace(reason='')
    return change and describe_change(change)


def is_pending(appeal):
    """Does somebody still look?"""
    return bool(appeal and appeal['known'] and appeal['known']['pending'])


def describe_left(allowance):
    """How many attempts are left, in words; None for any number."""
    if allowance is None:
        return None
    left = attempts_left(allowance)
    said = ngettext("%(num)s of %(limit)s answers is left.",
                    "%(num)s of %(limit)s answers are left.", left,
                    limit=allowance.limit)
    if not left:
        said = ngettext(
            "You have given the %(num)s answer that this question allows. "
            "An author can give you another one: ask in a comment on the "
            "ticket.",
            "You have given all %(num)s answers that this question allows. "
            "An author can give you another one: ask in a comment on the "
            "ticket.", allowance.limit)
    return u' '.join([said] + [ngettext(
        "%(author)s gave you %(num)s more.",
        "%(author)s gave you %(num)s more.", grant.attempts,
        author=grant.granted_by) for grant in allowance.grants])


def describe_counting(env, question, sub, rows):
    """Which answer counts, in a sentence: where there are several, or hints
    took something; else None.

    :param rows: all `Attempt`s.
    """
    counting = counting_of(env, question.ticket, sub)
    attempt = counting and next(
        (row for row in rows if row.attempt == counting.attempt), None)
    if not attempt or len(rows) == 1 and not counting.deducted:
        return None
    score = _("%(percent)s %%", percent=percent(attempt.score))
    if counting.deducted:
        hints = [hint for hint in hints_of(env, question.ticket, sub)
                 if hint.kind == HINT and hint.deduction and
                 hint.attempt <= attempt.attempt]
        score = ngettext(
            u"%(score)s \u2212 %(took)s %% for one hint = %(rest)s %%",
            u"%(score)s \u2212 %(took)s %% for %(num)s hints = %(rest)s %%",
            len(hints) or 1, score=score, took=percent(counting.deducted),
            rest=percent(counting.score))
    words = dict(attempt=counting.attempt, score=score)
    if question.counting == NEWEST:
        return _("Your newest graded answer counts: answer %(attempt)s, "
                 "%(score)s.", **words)
    return _("Your best answer counts: answer %(attempt)s, %(score)s.",
             **words)


def released_reference(question, rows, over):
    """The reference, where its author lets who answered read it; else None.

    :param rows: the learner's `Attempt`s, newest first.
    :param over: whether there is no attempt left.
    """
    if not question.reference or \
            not any(row.phase == 'graded' for row in rows):
        return None
    released = (
        question.release == DATE and question.release_at is not None and
        question.release_at <= timestamps.now() or
        question.release == LAST_ATTEMPT and over and
        rows[0].phase not in view.WAITING)
    return question.reference if released else None
