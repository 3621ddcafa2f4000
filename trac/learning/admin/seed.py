# -*- coding: utf-8 -*-
"""A course from a file: `trac-admin ENV learning seed FILE`.

    {"accounts": [{"sub", "email", "name", "groups": []}],
     "wiki": [{"name", "text"}],
     "material": [a wiki page, or "Prefix/" for all pages below],
     "tickets": [{"summary", "description", "learner": e-mail or null,
                  "question", "reference", "course", "due": as in
                  `learning.questions.due_date`,
                  "rubric": [{"id", "criterion", "label", "weight"}],
                  "sources": [{"title", "href"}]}]}

A ticket is known by its summary. It comes with its question in one
transaction: nobody sees a learner's own ticket in between.
"""

from trac.core import Component
from trac.wiki.model import WikiPage

from learning.editor import draft
from learning.questions.question import Question, Questions
from learning.questions.rules import typed_as
from learning.tickets.learning_ticket import LearningTickets
from learning.translation import _
from learning.users.account import Account, Accounts
from learning.users.mapping import normalize_address
from learning.wiki_material.marking import Marking

#: Who made it, when the file names no author.
NOBODY = 'trac-admin'
AUTHORS = ('authors',)


class Seed(Component):
    """Loads a course; doing it twice changes nothing."""

    def load(self, course):
        """Yield a line for each thing that was made or changed.

        :param course: the file's content.
        :raises InvalidInput: when a question will not do, or its learner is
            unknown.
        """
        accounts = course.get('accounts', [])
        for account in accounts:
            Accounts(self.env).bind(account['sub'], account['email'],
                                    account.get('name', ''),
                                    account.get('groups', []), 1)
        who = next((a for a in accounts
                    if 'authors' in a.get('groups', [])), None)
        for page in course.get('wiki', []):
            if self._page(page, who):
                yield _("wiki page %(name)s", name=page['name'])
        for page in course.get('material', []):
            if Marking(self.env).mark_pages(page, account_of(who)):
                yield _("learning material %(name)s", name=page)
        for entry in course.get('tickets', []):
            done = self._ticket(entry, who)
            if done:
                yield _("ticket #%(id)s: %(summary)s", id=done,
                        summary=entry['summary'])

    # Internal methods

    def _page(self, page, who):
        wiki = WikiPage(self.env, page['name'])
        if wiki.exists and wiki.text == page['text']:
            return False
        wiki.text = page['text']
        wiki.save(name_of(who), _("Seeded"))
        return True

    def _ticket(self, entry, who):
        with self.env.db_transaction:
            ticket = self._known(entry['summary']) or \
                self._insert(entry, who)
            stored = Questions(self.env).get(ticket)
            wanted = self._question(ticket, entry, who, stored)
            if stored and is_same(stored, wanted):
                return None
            Questions(self.env).save(wanted, who['sub'] if who else NOBODY,
                                     AUTHORS)
        return ticket

    def _known(self, summary):
        for ticket, in self.env.db_query(
                "SELECT id FROM ticket WHERE summary=%s ORDER BY id",
                (summary,)):
            return ticket

    def _insert(self, entry, who):
        return LearningTickets(self.env).new_ticket(
            summary=entry['summary'],
            description=entry.get('description', ''), reporter=name_of(who),
            owner=normalize_address(entry['learner'])
            if entry.get('learner') else '').insert()

    def _question(self, ticket, entry, who, stored):
        """Held to the same rules as what an author types."""
        rubric = [{'id': item['id'], 'label': item.get('label', ''),
                   'criterion': item['criterion'],
                   'weight': unicode(item.get('weight', 1))}
                  for item in entry['rubric']]
        sources = [{'title': s['title'], 'href': s.get('href') or ''}
                   for s in entry.get('sources', [])]
        return draft.check_draft(self.env, typed_as(Question(
            ticket, stored.revision if stored else 0, entry['question'],
            entry['reference'], rubric, sources, entry.get('learner') or '',
            '', 0, entry.get('course') or ''))._replace(
                due_at=entry.get('due') or ''), name_of(who))


def name_of(who):
    """The user name of the author in the file."""
    return normalize_address(who['email']) if who else NOBODY


def account_of(who):
    """The account of the author in the file."""
    return Account(who['sub'] if who else NOBODY, name_of(who), '', AUTHORS, 0)


def is_same(stored, wanted):
    """Whether both ask and judge the same."""
    return stored._replace(author='', changed=0) == \
        wanted._replace(author='', changed=0)
