# -*- coding: utf-8 -*-
"""A question is released: by its author, or by `learning sync` when the
instant comes that its author set.

The question, the event about it and the end of its draft are one transaction:
whatever dies, a draft is released once or not yet.
"""

from trac.perm import PermissionCache
from trac.resource import Resource
from trac.ticket.model import Ticket
from trac.ticket.notification import TicketChangeEvent
from trac.util.text import exception_to_unicode

from learning import chaos, timestamps
from learning.editor.draft import check_draft
from learning.editor.drafts import Drafts
from learning.errors import ChangedMeanwhile, InvalidInput
from learning.questions.question import Questions
from learning.sync import publisher
from learning.tickets.ticket_comment import notify_change
from learning.translation import _
from learning.users.account import Accounts


def publish(env, question, title, account, draft_revision):
    """Save a question, and end its draft.

    :param question: the checked `Question`, whose `revision` is the one that
        it was made from.
    :param account: the author's `Account`.
    :param draft_revision: of the draft that the form began from, 0 for none.
    :return: the `Message` on its way out.
    :raises InvalidInput: when somebody else saved either meanwhile.
    """
    with env.db_transaction as db:
        Drafts(env).take(db, question.ticket, draft_revision)
        message = Questions(env).save(question, account.sub, account.groups)
        rename_ticket(env, db, question, title, account)
        chaos.point('question_released')
    return message


def rename_ticket(env, db, question, title, account):
    """Give the ticket the title of its question, and of a first one for one
    learner that learner as its owner. What nobody saw yet is no change of the
    ticket: drafts tell learners nothing."""
    ticket = Ticket(env, question.ticket)
    title = title or ticket['summary']
    if question.revision == 0:
        learner = Accounts(env).of_sub(question.learner)
        db("UPDATE ticket SET summary=%s, owner=%s WHERE id=%s",
           (title, ticket['owner'] or learner and learner.username or '',
            question.ticket))
        # In the timeline it is new today, not when its draft was begun.
        now = timestamps.now()
        db("UPDATE ticket SET time=%s, changetime=%s WHERE id=%s AND EXISTS "
           "(SELECT 1 FROM learning_created AS c WHERE c.ticket=ticket.id)",
           (now, now, question.ticket))
    elif ticket['summary'] != title:
        ticket['summary'] = title
        ticket.save_changes(account.username, '')


def announce_ticket(env, number, author):
    """Mail about a new ticket as Trac's own form does, now that learners may
    see it."""
    ticket = Ticket(env, number)
    notify_change(env, TicketChangeEvent('created', ticket, ticket['time'],
                                         author))


def publish_due(env):
    """Release every draft whose instant has come. Not inside a
    transaction."""
    for draft in Drafts(env).due():
        message = _publish_or_keep_back(env, draft)
        if message is None:
            continue
        publisher.publish_by_relay(env, message)
        if message.data['revision'] == 1:
            announce_ticket(env, draft.ticket, draft.author)


def _publish_or_keep_back(env, draft):
    """One that cannot be released holds up nothing else.

    :return: the `Message`, or None when there is none to send.
    """
    try:
        return publish_draft(env, draft)
    except ChangedMeanwhile as e:
        if Questions(env).get(draft.ticket) is None or \
                Drafts(env).get(draft.ticket) != draft:
            return None     # its author saved it, or another leader was faster
        error = e
    except (env.db_exc.OperationalError, env.db_exc.InterfaceError):
        raise               # the database's trouble, not the draft's
    except InvalidInput as e:
        error = e
    except Exception as e:
        env.log.exception("The draft on #%s cannot be released", draft.ticket)
        error = e
    env.log.warning("The draft on #%s is not released: %s", draft.ticket,
                    exception_to_unicode(error))
    Drafts(env).keep_back(draft, exception_to_unicode(error))
    return None


def publish_draft(env, draft):
    """Release a draft in its author's name.

    :return: the `Message` on its way out.
    :raises InvalidInput: when it cannot be released, and says why.
    """
    account = Accounts(env).of_sub(draft.sub)
    resource = Resource('ticket', draft.ticket)
    if account is None or 'LEARNING_AUTHOR' not in PermissionCache(
            env, account.username, resource):
        raise InvalidInput(_(
            "%(author)s, who set the time, is no author any more.",
            author=draft.author))
    question = check_draft(env, draft.question, account.username)
    return publish(env, question, draft.title, account, draft.revision)
