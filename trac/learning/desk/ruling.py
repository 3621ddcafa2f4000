# -*- coding: utf-8 -*-
"""Rulings: whether some words earn a point of a question, said once."""

import json
from collections import namedtuple

from learning import text
from learning.desk.decision import event
from learning.desk.score import WORTH
from learning.errors import InvalidInput
from learning.sync import outbox
from learning.translation import _

MADE, REVOKED, ORDERED = ('RulingMade.v1', 'RulingRevoked.v1',
                          'RegradesOrdered.v1')
#: As the contract of `RulingMade.v1` has it.
MAX_WORDS_CHARS, MAX_NOTE_CHARS, MAX_ITEM_CHARS = 500, 1000, 40

#: item: id; words: of an answer; verdict: yes, partly, no; note: for other
#: authors.
Ruling = namedtuple('Ruling', 'item words verdict note')


class Rulings(object):
    """Rulings in the table learning_outbox, for as long as it keeps them.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def made(self, ticket):
        """{event_id: `Ruling`} of those made about a ticket."""
        return {event_id: Ruling(data['item'], data['words'],
                                 data['verdict'], data['note'])
                for event_id, data in self._sent(MADE, ticket)}

    def unheard(self, ticket=None):
        """[(event_id, ticket, `Ruling`)] on their way: no list shows them
        yet."""
        return [(event_id, data['ticket'], Ruling(
            data['item'], data['words'], data['verdict'], data['note']))
            for event_id, data in self._sent(MADE, ticket, True)]

    def revoked(self):
        """Ids of rulings whose end is on its way."""
        return {data['ruling'] for _id, data in self._sent(REVOKED, None,
                                                           True)}

    def make(self, account, ticket, ruling):
        """The `Message` of a ruling."""
        return self._add(event(MADE, account, ticket, dict(
            ruling._asdict(), ticket=ticket)))

    def revoke(self, account, ticket, ident):
        """The `Message` that ends a ruling."""
        return self._add(event(REVOKED, account, ticket, {
            'ticket': ticket, 'ruling': ident}))

    def order_regrades(self, account, ticket, cause, revision=0):
        """The `Message` that has earlier answers graded again.

        :param cause: ruling, rubric. :param revision: of the question, the
            least that they are graded against.
        """
        return self._add(event(ORDERED, account, ticket, {
            'ticket': ticket, 'cause': cause,
            'question_revision': revision}))

    def _add(self, message):
        with self.env.db_transaction as db:
            outbox.add(db, message)
        return message

    def _sent(self, detail_type, ticket=None, unheard=False):
        where, args = "", (detail_type,)
        if ticket is not None:
            where, args = " AND ticket=%s", (detail_type, ticket)
        if unheard:
            where += " AND echoed IS NULL"
        return [(event_id, json.loads(data)) for event_id, data
                in self.env.db_query(
                    "SELECT event_id, data FROM learning_outbox WHERE "
                    "detail_type=%%s%s ORDER BY created DESC" % where, args)]


def read_ruling_form(args):
    """The ruling as it was typed, unchecked."""
    def get(name):
        return text.normalize_newlines(args.getfirst(name, ''))
    return Ruling(get('item'), get('words').strip(), get('verdict'),
                  get('note').strip())


def check_ruling(ruling):
    """Does nothing with one that may be made.

    :raises InvalidInput: and says what to do.
    """
    if not 0 < len(ruling.item) <= MAX_ITEM_CHARS or \
            ruling.verdict not in WORTH:
        raise InvalidInput(_("Please say whether the words count."))
    text.check_text(ruling.words, _("The words"), MAX_WORDS_CHARS,
                    _("Please write the words of an answer that it is "
                      "about."))
    text.check_text(ruling.note, _("Your note"), MAX_NOTE_CHARS)


def add_doubts(groups, made):
    """Give each group the one point that a ruling could settle, as `doubt`.

    :param groups: as `view.describe_groups` makes them.
    :param made: `Ruling`s about the ticket; nothing is asked twice.
    """
    asked = {(ruling.item, ruling.words) for ruling in made}
    for group in groups:
        group['doubt'] = next(
            (item for item in doubtful_items(group['items'])
             if (item['id'], (item['quote'] or '')[:MAX_WORDS_CHARS])
             not in asked), None)
        group['asks'] = any(one['why'] == 'uncertain'
                            for one in group['answers'])
    return groups


def doubtful_items(items):
    """Points that a ruling could settle, the likeliest first: half met, then
    met by words of which one could argue, then missed."""
    rank = {('partly', True): 0, ('yes', True): 1, ('no', True): 0,
            ('partly', False): 2, ('no', False): 3, ('yes', False): 4}
    return sorted(items, key=lambda item: rank[item['verdict'],
                                               bool(item['quote'])])
