# -*- coding: utf-8 -*-
"""Brings questions of a file in: as drafts, or released.

A question that came from this Trac becomes the next version of itself, and
nothing where it says the same. Another one becomes a new question; the same
file again makes no second one.
"""

import re
import uuid
from collections import namedtuple

from learning import timestamps
from learning.course_order import QUESTION, CourseOrder
from learning.dates import format_exact
from learning.editor.drafts import Drafts
from learning.editor.editing import Editing
from learning.editor.typed_form import TypedForm, stored_form
from learning.errors import InvalidInput
from learning.exchange.record import (read_place, read_release,
                                      record_of, typed_question)
from learning.material.content import MAX_SUBJECT_CHARS, SourceContent
from learning.questions import access
from learning.questions.due_date import say_instant
from learning.questions.publication import announce_ticket
from learning.questions.question import Questions
from learning.questions.source_texts import with_texts
from learning.questions.sources import find_dead, shorten_sources
from learning.text import check_text
from learning.translation import _

#: Namespace of the forms that stand for questions of files.
FORMS = uuid.UUID('5f6c1b0e-2f43-5c0b-9d0c-6a1f0e6f3a77')
NEW, CHANGED, SAME, REFUSED = 'new', 'changed', 'same', 'refused'

#: outcome: one of the above; ticket: number, None for none; released: whether
#: learners have it now; note: why it was refused, or what to look at.
Outcome = namedtuple('Outcome', 'place title outcome ticket released note')


class Import(object):
    """One author's file.

    :param account: the author's `Account`. :param course: of all questions
        that name none. :param release: whether to release what is complete.
    :param messages: of what was released, to be sent when all is done.
    """

    def __init__(self, env, req, account, course='', release=False):
        self.env, self.req, self.account = env, req, account
        self.course, self.release = course, release
        self.messages, self.seen = [], {}
        self.content = SourceContent(env, req)
        self.own = req.abs_href.ticket() + '/'
        self.order = CourseOrder(env, QUESTION)
        self.places = self.order.places()

    def import_question(self, entry, look=False):
        """The `Outcome` of one `Entry`; each is a transaction of its own.

        :param look: change nothing, only say what would happen.
        """
        if entry.record is None:
            return self._refused(entry, entry.problem)
        record = shorten_sources(self.req, entry.record._replace(
            course=' '.join((entry.record.course or self.course).split())))
        try:
            return self._once(entry, record, look)
        except InvalidInput as e:
            return self._refused(entry, unicode(e))

    # Internal methods

    def _once(self, entry, record, look):
        """What stands in the file twice comes in once."""
        ticket = self._number(record)
        which = ticket or form_of(self.account, record)
        said = record._replace(ticket=u'')
        if which in self.seen:
            first, outcome = self.seen[which]
            if said != first:
                raise InvalidInput(_("It stands in the file twice and says "
                                     "two things: the first is taken."))
            return outcome._replace(place=entry.place, outcome=SAME, note='')
        outcome = self._import(entry, record, ticket, look)
        self.seen[which] = said, outcome
        return outcome

    def _import(self, entry, record, ticket, look):
        place, at = read_place(record), read_release(record)
        if place is not None:
            check_text(record.course, _("The course"), MAX_SUBJECT_CHARS)
        typed = self._typed(record, ticket, at)
        if typed is None:
            outcome = self._same(entry, ticket)
            if not self._place(record, ticket, place, look):
                return outcome
            return outcome._replace(outcome=CHANGED, note=_(
                "It takes another place in its course."))
        editing = Editing(self.env, self.account, typed)
        made = editing.find_made()
        if made:
            return self._same(entry, made)
        outcome = self._bring_in(entry, editing, at, look)
        self._place(record, outcome.ticket, place, look)
        return outcome

    def _bring_in(self, entry, editing, at, look):
        """Release it, or keep it as a draft.

        :param at: when the file says that it is released, None for nothing.
        """
        ticket = editing.typed.question.ticket or None
        outcome, note = CHANGED if ticket else NEW, entry.problem
        set_before = self._set_before(ticket)
        if set_before and not _moves(at, set_before):
            at = set_before
        later = _is_to_come(at)
        if self.release or later:
            try:
                question = editing.check()
            except InvalidInput as e:
                note = _join(note, _("Not released:"), unicode(e))
                later = False
            else:
                note = self._with_dead(note, question)
                if not later:
                    if not look:
                        ticket = self._release(editing, question)
                    return self._outcome(entry, outcome, ticket, note, True)
                note = _join(note, _("It comes out on %(date)s.",
                                     date=format_exact(at, self.req.tz)))
        elif at is not None and not set_before:
            note = _join(note, _("The moment of release that the file names "
                                 "is over and sets nothing."))
        editing.check_title()
        if not look:
            ticket = self._keep(editing, at if later or set_before else None)
        return self._outcome(entry, outcome, ticket, note)

    def _place(self, record, ticket, place, look):
        """Put it into its place. Does that change anything?"""
        which = record.course, unicode(ticket)
        if place is None or self.places.get(which) == place:
            return False
        if not look:
            self.order.place(record.course, ticket, place)
            self.places[which] = place
        return True

    def _typed(self, record, ticket, at):
        """The form that the record fills in; None where it changes nothing.

        :raises InvalidInput: when it is not this author's to change.
        """
        if ticket is None:
            return TypedForm(typed_question(record, 0, 0), record.title, 0,
                             form_of(self.account, record), '', '')
        resource = access.visible(self.env, self.req, ticket)
        if resource is None or \
                'LEARNING_AUTHOR' not in self.req.perm(resource):
            raise InvalidInput(_("Ticket #%(id)s is not yours to change.",
                                 id=ticket))
        stored = stored_form(self.env, ticket)
        moves = stored.draft_revision and _is_to_come(at)
        if record_of(record.ticket, stored) == record._replace(
                place=u'', publish_at=say_instant(at) if moves
                else stored.publish_at):
            return None
        released = Questions(self.env).get(ticket)
        return stored._replace(title=record.title, question=typed_question(
            record, ticket, released.revision if released else 0))

    def _number(self, record):
        """Of the ticket that it came from, if that is one of this Trac's."""
        said = record.ticket
        number = said[len(self.own):] if said.startswith(self.own) else ''
        return int(number) if re.match(r'[0-9]{1,10}\Z', number) else None

    def _release(self, editing, question):
        """The ticket; mail about a new one goes out as the form sends it."""
        ticket, sent = editing.release(with_texts(self.content, question))
        for message in sent:
            if message.data['revision'] == 1:
                announce_ticket(self.env, ticket, self.account.username)
        self.messages += sent
        return ticket

    def _set_before(self, ticket):
        """The instant at which the ticket's draft is released, or None."""
        before = ticket and Drafts(self.env).get(ticket)
        return before.publish_at if before else None

    def _keep(self, editing, at):
        """The ticket of what is a draft now.

        :param at: when it is released; None for not by itself.
        """
        if at is None:
            return editing.keep()
        editing = Editing(self.env, self.account, editing.typed._replace(
            question=with_texts(self.content, editing.typed.question)))
        return editing.keep(at)

    def _with_dead(self, note, question):
        """The note with the sources that lead nowhere."""
        dead = find_dead(self.content, question)
        said = dead and _("These sources lead nowhere: %(addresses)s.",
                          addresses=', '.join(dead))
        return _join(note, said)

    def _same(self, entry, ticket):
        released = Questions(self.env).get(ticket) is not None and \
            Drafts(self.env).get(ticket) is None
        return self._outcome(entry, SAME, ticket, '', released)

    def _refused(self, entry, why):
        return self._outcome(entry, REFUSED, None, why)

    def _outcome(self, entry, outcome, ticket, note='', released=False):
        title = entry.record.title if entry.record else ''
        return Outcome(entry.place, title, outcome, ticket, released, note)


def _is_to_come(at):
    """Is a file's instant one that can be set?"""
    return at is not None and at > timestamps.now()


def _moves(at, before):
    """Does a file's instant move the one that was set?"""
    return _is_to_come(at) and say_instant(at) != say_instant(before)


def _join(*said):
    return u' '.join(filter(None, said))


def form_of(account, record):
    """The id of the form of a new question: the same question by the same
    author has the same one."""
    said = u'\n'.join((account.sub, record.title, record.question,
                       record.reference))
    return str(uuid.uuid5(FORMS, said.encode('utf-8')))
