# -*- coding: utf-8 -*-
"""Refuses to save what takes too long to show."""

from trac.attachment import IAttachmentManipulator
from trac.core import Component, implements
from trac.resource import Resource
from trac.ticket.api import ITicketManipulator
from trac.util.text import shorten_line
from trac.web.chrome import web_context
from trac.wiki.api import IWikiPageManipulator
from trac.wiki.formatter import format_to_html

from learning.rendering.budget import (Budget, RenderingBusy,
                                       RenderingTimeout, spending)
from learning.rendering.guard import RenderingGuard
from learning.translation import _

#: What may be saved takes at most this part of the time it has when shown.
SAVED_SHARE = 0.5
#: Characters of the place in a line that a message quotes.
EXCERPT_LENGTH = 20


class TextValidation(Component):
    """Asks to shorten texts that take too long, before they are saved."""

    implements(IAttachmentManipulator, ITicketManipulator,
               IWikiPageManipulator)

    # IWikiPageManipulator methods

    def prepare_wiki_page(self, req, page, fields):
        pass

    def validate_wiki_page(self, req, page):
        return self._validate(req, page.resource, [
            ('text', page.text), ('comment', req.args.get('comment'))])

    # ITicketManipulator methods

    def prepare_ticket(self, req, ticket, fields, actions):
        pass

    def validate_ticket(self, req, ticket):
        """Only what is new: an old text must not keep anyone from a comment.
        """
        names = [field['name'] for field in ticket.fields
                 if field['name'] == 'description' or
                 field.get('format') == 'wiki']
        return self._validate(req, ticket.resource, [
            (name, ticket[name]) for name in names
            if not ticket.exists or name in ticket._old])

    def validate_comment(self, req, comment):
        ticket = Resource('ticket', req.args.get('id'))
        return [message for _field, message in self._validate(
            req, ticket, [('comment', comment)])]

    # IAttachmentManipulator methods

    def prepare_attachment(self, req, attachment, fields):
        pass

    def validate_attachment(self, req, attachment):
        return self._validate(req, attachment.resource, [
            ('description', attachment.description)])

    # Internal methods

    def _validate(self, req, resource, fields):
        context = web_context(req, resource)
        found = [(name, self._objection(context, text))
                 for name, text in fields if text]
        return [(name, message) for name, message in found if message]

    def _objection(self, context, text):
        """What to tell the author, or `None`."""
        seconds = RenderingGuard(self.env).text_timeout * SAVED_SHARE
        try:
            with spending(Budget(seconds)):
                format_to_html(self.env, context, text)
        except RenderingBusy:
            return _("Other texts take long just now. Try again in a minute.")
        except RenderingTimeout as e:
            return _reason(text, e)
        except RuntimeError as e:
            if 'recursion' not in str(e):
                raise
            return _("Its quotations or blocks lie too deep in each other.")


def _reason(text, timeout):
    """Which line takes too long and where in it, as far as that is known."""
    number = _line_number(text, timeout.line)
    if number is None:
        return _("It takes too long to show. Shorten it, or split it.")
    column = timeout.column
    excerpt = timeout.line[column or 0:][:EXCERPT_LENGTH]
    if column is None:
        return _("It takes too long to show: the time is over at line "
                 "%(line)s (%(excerpt)s). Shorten it, or split it.",
                 line=number, excerpt=excerpt)
    return _("Line %(line)s takes too long to show: it has %(length)s "
             "characters, see those from character %(column)s on "
             "(%(excerpt)s). Shorten or break the line, or put it between "
             "lines of {{{ and }}}.", line=number,
             length=len(timeout.line), column=column + 1, excerpt=excerpt)


def _line_number(text, line):
    """Where a line, or its rest without quotation marks, stands in a text.
    """
    start = (line or '').strip()[:EXCERPT_LENGTH]
    return start and next((number for number, whole in
                           enumerate(text.expandtabs().splitlines(), 1)
                           if start in whole), None) or None
