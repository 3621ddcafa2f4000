# -*- coding: utf-8 -*-
"""A question comes with a ticket of its own."""

from learning import text
from learning.text import is_uuid
from learning.tickets.learning_ticket import LearningTickets
from learning.translation import _

#: What fits a line of a list.
MAX_SUMMARY_CHARS = 200


def claim_form(db, form):
    """Whether a form was sent before: of two at once the second waits.

    :param form: the form's uuid; one that is none is new each time.
    :return: the ticket that it made, or None the first time.
    """
    if not is_uuid(form):
        return None
    cursor = db.cursor()
    cursor.execute("INSERT INTO learning_created (form, ticket) "
                   "VALUES (%s, 0) ON CONFLICT (form) DO NOTHING", (form,))
    if cursor.rowcount == 1:
        return None
    return find_made(db, form)


def find_made(db, form):
    """The ticket that a form made, or None."""
    for ticket, in db("SELECT ticket FROM learning_created WHERE form=%s",
                      (form,)):
        return ticket


def make_ticket(env, db, form, title, author):
    """The ticket of a question that is saved in the same transaction.

    :param form: the form's uuid, claimed in this transaction; '' for none.
    :param author: user name.
    :return: its number.
    """
    number = LearningTickets(env).new_ticket(
        summary=title, reporter=author, owner='').insert()
    db("UPDATE learning_created SET ticket=%s WHERE form=%s", (number, form))
    return number


def is_made_for_draft(db, ticket):
    """Was this ticket made for a question that was never released?"""
    return bool(db("SELECT 1 FROM learning_created WHERE ticket=%s",
                   (ticket,))) and \
        not db("SELECT 1 FROM learning_question WHERE ticket=%s", (ticket,))


def check_title(title):
    """
    :raises InvalidInput: and says what to do.
    """
    text.check_text(title, _("The title"), MAX_SUMMARY_CHARS,
                    _("Please give the question a title: what it is about, "
                      "in a few words."))
