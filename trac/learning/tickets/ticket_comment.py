# -*- coding: utf-8 -*-
"""A grade on a learner's own ticket, as a normal Trac change.

The comment holds numbers and words of this module only: nothing of what a
learner, an author or a grader wrote is ever read as wiki markup.
"""

from trac.notification.api import NotificationSystem
from trac.ticket.model import Ticket
from trac.ticket.notification import TicketChangeEvent
from trac.util.text import exception_to_unicode

from learning import chaos
from learning.answers.grade_change import percent
from learning.questions.question import Questions
from learning.translation import _
from learning.users.names import AUTHOR


def comment_grade(env, db, attempt, changed=None):
    """Comment on the ticket if it is this learner's own.

    :param changed: a `GradeChange` where the grade took another's place.
    :param db: the transaction of the grade; the ticket is locked in it.
    :return: the event to announce after the commit, or None.
    """
    question = Questions(env).get(attempt.ticket)
    if question is None or question.learner != attempt.sub:
        return None
    db("UPDATE ticket SET changetime=changetime WHERE id=%s",
       (attempt.ticket,))
    if not db("SELECT 1 FROM ticket WHERE id=%s", (attempt.ticket,)):
        return None
    ticket = Ticket(env, attempt.ticket)
    comment = comment_text(attempt, changed)
    ticket.save_changes(AUTHOR, comment)
    chaos.point('saved')
    return TicketChangeEvent('changed', ticket, ticket['changetime'], AUTHOR,
                             comment)


def comment_text(attempt, changed=None):
    """What the ticket's history says."""
    if attempt.person:
        kind = _("set by a person")
    elif attempt.provisional:
        kind = _("provisional")
    else:
        kind = _("final")
    if changed:
        return changed_text(changed, kind)
    return _("Attempt %(attempt)s was graded: %(percent)s %% (%(kind)s). "
             "The feedback stands in the learning panel above.",
             attempt=attempt.attempt, percent=percent(attempt.score),
             kind=kind)


def changed_text(changed, kind):
    """What it says where a grade took another's place."""
    words = dict(attempt=changed.attempt, old=percent(changed.old_score),
                 new=percent(changed.new_score), kind=kind)
    if words['old'] == words['new']:
        return _("The grade of attempt %(attempt)s stays at %(new)s %% "
                 "(%(kind)s). Why stands in the learning panel above.",
                 **words)
    return _("The grade of attempt %(attempt)s changed from %(old)s %% to "
             "%(new)s %% (%(kind)s). Why stands in the learning panel above.",
             **words)


def notify_change(env, event):
    """Mail about a change that is committed; a failure is only logged."""
    try:
        NotificationSystem(env).notify(event)
    except Exception as e:
        env.log.error("No mail about ticket #%s: %s", event.target.id,
                      exception_to_unicode(e))
