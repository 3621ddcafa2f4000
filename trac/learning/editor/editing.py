# -*- coding: utf-8 -*-
"""What becomes of the author's form: released, kept as a draft, released at an
instant, discarded.
"""

from trac.ticket.model import Ticket

from learning import timestamps
from learning.desk.ruling import Rulings
from learning.editor import creation
from learning.editor.draft import check_draft
from learning.editor.drafts import Drafts
from learning.errors import ChangedMeanwhile, InvalidInput
from learning.questions.due_date import parse_instant
from learning.questions.publication import publish
from learning.questions.question import Questions
from learning.questions.source_texts import without_texts
from learning.translation import _


class Editing(object):
    """One form of one author.

    Sent twice, as by a double click, it is saved once.

    :param account: the author's `Account`. :param typed: the `TypedForm`.
    """

    def __init__(self, env, account, typed):
        self.env, self.account, self.typed = env, account, typed

    def check(self):
        """The question that may be released.

        :raises InvalidInput: and says what to do.
        """
        if self.typed.title or not self.typed.question.ticket:
            creation.check_title(self.typed.title)
        return check_draft(self.env, self.typed.question,
                           self.account.username)

    def check_title(self):
        """
        :raises InvalidInput: when no draft could have this title.
        """
        creation.check_title(self.typed.title)

    def find_made(self):
        """The ticket that this form made before, or None.

        :raises ChangedMeanwhile: when something else stands there.
        """
        made = creation.find_made(self.env.db_query, self.typed.form)
        if made:
            self._require_same(made)
        return made

    def release(self, question, regrade=False):
        """Release it now.

        :param question: what `check` said of it.
        :param regrade: whether earlier answers are graded again by it.
        :return: (ticket, [`Message`s on their way out]): none when it was
            sent before.
        :raises InvalidInput: when somebody else saved it meanwhile.
        """
        return self._with_ticket(
            question, lambda _db, found: self._publish(found, regrade))

    def keep(self, publish_at=None):
        """Keep it as a draft.

        :param publish_at: microseconds at which it is released; None for
            when its author says so.
        :return: its ticket.
        """
        self.check_title()
        typed = self.typed

        def save(_db, question):
            Drafts(self.env).save(question, typed.title, self.account,
                                  typed.draft_revision, publish_at)
        return self._with_ticket(typed.question, save)[0]

    def schedule(self):
        """Keep it until its instant comes.

        :return: (ticket, microseconds)
        :raises InvalidInput: when it could not be released then.
        """
        at = parse_instant(self.typed.publish_at)
        if at is None or at <= timestamps.now():
            raise InvalidInput(_("Please say when it is to be released: a "
                                 "moment that is still to come."))
        self.check()
        return self.keep(at), at

    def discard(self):
        """Forget the draft, and the ticket that was made for it alone.

        :return: whether the ticket went with it.
        """
        ticket = self.typed.question.ticket
        with self.env.db_transaction as db:
            Drafts(self.env).take(db, ticket, self.typed.draft_revision)
            alone = creation.is_made_for_draft(db, ticket)
            if alone:
                Ticket(self.env, ticket).delete()
        return alone

    # Internal methods

    def _with_ticket(self, question, save):
        """Save on the question's ticket, or on a new one, all or nothing.

        :param save: called with the transaction and the `Question`.
        :return: (ticket, what `save` returned; [] when it was sent before).
        """
        with self.env.db_transaction as db:
            ticket = question.ticket
            if not ticket:
                known = creation.claim_form(db, self.typed.form)
                if known:
                    self._require_same(known)
                    return known, []
                ticket = creation.make_ticket(
                    self.env, db, self.typed.form, self.typed.title,
                    self.account.username)
            return ticket, save(db, question._replace(ticket=ticket))

    def _publish(self, question, regrade):
        if self._is_released(question):
            return []
        message = publish(self.env, question, self.typed.title, self.account,
                          self.typed.draft_revision)
        orders = [Rulings(self.env).order_regrades(
            self.account, question.ticket, 'rubric',
            message.data['revision'])] if regrade else []
        return [message] + orders

    def _is_released(self, question):
        """Was this very question released from this very form?"""
        released = Questions(self.env).get(question.ticket)
        return released is not None and released._replace(changed=0) == \
            without_texts(question)._replace(revision=question.revision + 1,
                                             changed=0)

    def _require_same(self, ticket):
        """
        :raises ChangedMeanwhile: when the form made something else before.
        """
        typed = self.typed.question
        kept = Drafts(self.env).get(ticket)
        known = kept.question if kept else Questions(self.env).get(ticket)
        if known is None or (known.question, known.reference) != \
                (typed.question, typed.reference):
            raise ChangedMeanwhile(_(
                "This form made ticket #%(ticket)s already. Send it again to "
                "make another question of the text below, or open the ticket "
                "to change that one.", ticket=ticket))
