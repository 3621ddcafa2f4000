# -*- coding: utf-8 -*-
"""A deleted ticket takes the plugin's rows with it; the ledger outside of
Trac keeps its grades."""

from trac.core import Component, implements
from trac.ticket.api import ITicketChangeListener

from learning.course_order import QUESTION

#: In the order in which every transaction here locks them.
TABLES = ('learning_outbox', 'learning_seat', 'learning_opening',
          'learning_dispute', 'learning_attempt', 'learning_applied',
          'learning_grade_change', 'learning_appeal', 'learning_hint',
          'learning_grant', 'learning_draft', 'learning_question',
          'learning_step', 'learning_review', 'learning_grade_comment',
          'learning_reminder', 'learning_created')


class LearningCleanup(Component):
    """Forgets what hung on a deleted ticket."""

    implements(ITicketChangeListener)

    # ITicketChangeListener methods

    def ticket_created(self, ticket):
        pass

    def ticket_changed(self, ticket, comment, author, old_values):
        pass

    def ticket_deleted(self, ticket):
        with self.env.db_transaction as db:
            for table in TABLES:
                db("DELETE FROM %s WHERE ticket=%%s" % table, (ticket.id,))
            db("DELETE FROM learning_course_order WHERE kind=%s AND item=%s",
               (QUESTION, unicode(ticket.id)))

    def ticket_comment_modified(self, ticket, cdate, author, comment,
                                old_comment):
        pass

    def ticket_change_deleted(self, ticket, cdate, changes):
        pass
