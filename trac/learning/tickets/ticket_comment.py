# -*- coding: utf-8 -*-
"""A grade on a learner's own ticket, as a normal Trac change.

The comment is in the language of the ticket's learner, and holds numbers and
words of this module only: nothing of what a learner, an author or a grader
wrote is ever read as wiki markup. What it says is noted beside it, so that a
page can fold older ones, and the state of the ticket changes with it.
"""

from trac.notification.api import NotificationSystem
from trac.ticket.model import Ticket
from trac.ticket.notification import TicketChangeEvent
from trac.util.datefmt import to_utimestamp
from trac.util.text import exception_to_unicode

from learning import chaos
from learning.answers.counting import counting_of
from learning.answers.grade_change import percent
from learning.questions.question import Questions
from learning.tickets.state import follow_grade
from learning.translation import _, language_of
from learning.users.account import Accounts
from learning.users.names import AUTHOR


def comment_grade(env, db, attempt, changed=None):
    """Comment on the ticket if it is this learner's own.

    :param changed: a `GradeChange` where the grade took another's place.
    :param db: the transaction of the grade; the ticket is locked in it.
    :return: the event to announce after the commit, or None: where a grade
        changed its learner is told of that.
    """
    ticket = lock_own_ticket(env, db, attempt.ticket, attempt.sub)
    if ticket is None:
        return None
    with language_of_learner(env, attempt.sub):
        comment = comment_text(attempt, changed)
    follow_grade(env, ticket, attempt.sub)
    save_comment(db, ticket, comment, attempt.attempt, attempt.score)
    if changed:
        return None
    return TicketChangeEvent('changed', ticket, ticket['changetime'], AUTHOR,
                             comment)


def follow_counting(env, db, number, learner):
    """Let the learner's own ticket follow what counts without a new grade of
    the last attempt: another attempt was graded anew, or a hint took some of
    the score.

    :param db: the transaction that changed what counts.
    """
    ticket = lock_own_ticket(env, db, number, learner)
    if ticket is None or not follow_grade(env, ticket, learner):
        return
    found = counting_of(env, number, learner)
    if found is None:
        ticket.save_changes(AUTHOR, '')
    else:
        with language_of_learner(env, learner):
            comment = _("What counts now: %(percent)s %% (answer "
                        "%(attempt)s).", percent=percent(found.score),
                        attempt=found.attempt)
        save_comment(db, ticket, comment, found.attempt, found.score)


def language_of_learner(env, sub):
    """`language_of` a learner: a comment is kept as text, so it is in the
    language of its first reader, whoever else looks later."""
    account = Accounts(env).of_sub(sub)
    return language_of(env, account.username if account else '')


def lock_own_ticket(env, db, number, learner):
    """The `Ticket` with a question for this learner alone, or None."""
    question = Questions(env).get(number)
    if question is None or question.learner != learner:
        return None
    db("UPDATE ticket SET changetime=changetime WHERE id=%s", (number,))
    if not db("SELECT 1 FROM ticket WHERE id=%s", (number,)):
        return None
    return Ticket(env, number)


def save_comment(db, ticket, comment, attempt, score):
    """Save the ticket's change, and note which grade it says."""
    ticket.save_changes(AUTHOR, comment)
    db("INSERT INTO learning_grade_comment (ticket, at, attempt, percent) "
       "VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
       (ticket.id, to_utimestamp(ticket['changetime']), attempt,
        percent(score)))
    chaos.point('saved')


def comment_text(attempt, changed=None):
    """What the ticket's history says."""
    words = dict(attempt=attempt.attempt, new=percent(attempt.score),
                 kind=kind_of(attempt))
    if not changed:
        return _("Your answer was graded: %(new)s %% (answer %(attempt)s, "
                 "%(kind)s). What was right and what is missing stands "
                 "above.", **words)
    words['old'] = percent(changed.old_score)
    if words['old'] == words['new']:
        return _("Your grade stays at %(new)s %% (answer %(attempt)s, "
                 "%(kind)s). Why stands above.", **words)
    return _("Your grade changed from %(old)s %% to %(new)s %% (answer "
             "%(attempt)s, %(kind)s). Why stands above.", **words)


def kind_of(attempt):
    """Who gave the grade, and whether it may change."""
    if attempt.person:
        return _("set by a person")
    return _("provisional") if attempt.provisional else _("final")


def notify_change(env, event):
    """Mail about a change that is committed; a failure is only logged."""
    try:
        NotificationSystem(env).notify(event)
    except Exception as e:
        env.log.error("No mail about ticket #%s: %s", event.target.id,
                      exception_to_unicode(e))
