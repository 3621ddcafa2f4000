# -*- coding: utf-8 -*-

import csv
import unittest

from trac.perm import PermissionSystem
from trac.ticket.model import Ticket
from trac.util.html import tag

from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.tickets.csv_export import neutral_cell
from learning.users.addresses import hide_addresses

REPORT = ("SELECT owner AS __group__, id AS ticket, summary, owner AS who, "
          "reporter FROM ticket")


class HiddenTestCase(unittest.TestCase):

    def test_addresses_anywhere_in_a_value_are_hidden(self):
        self.assertEqual(
            {'a': [u'ada@\u2026', {'b': u'x <y@\u2026>, z@\u2026.'}], 'c': 7,
             'd': None},
            hide_addresses({
                'a': ('ada@demo.test', {'b': 'x <y@d.test>, z@e.test.'}),
                'c': 7, 'd': None}))
        self.assertEqual(u'<b>ada@\u2026</b>',
                         hide_addresses(tag.b('ada@demo.test')))

    def test_text_without_an_address_stays(self):
        for text in ('a @ b', '@decorator', 'plain', u'ada@\u2026', ''):
            self.assertEqual(text, hide_addresses(text))


class NeutralTestCase(unittest.TestCase):

    def test_formulas_become_text(self):
        for cell in ('=1+1', '=HYPERLINK("x")', '+1+cmd', '-1+2', '@SUM(1)',
                     '\t=1', '\r=1', ' =1', u'\uff1d1', '-', '\ttext',
                     u'=\xe9', '=\xc3\xa9'):
            self.assertEqual("'" + cell, neutral_cell(cell))

    def test_cell_that_is_no_formula_stays(self):
        for cell in ('', 'a=b', '-1', '+1', '-1.5', '+49', '-1,000', '-3e5',
                     '-10%', 7, None, u'\xe9', '\xc3\xa9', "'=1"):
            self.assertEqual(cell, neutral_cell(cell))


class PageTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(PageTestCase, self).setUp()
        ticket = Ticket(self.env, self.shared)
        ticket['cc'] = 'ada@demo.test, x@else.test'
        ticket['owner'] = 'author@demo.test'
        ticket.save_changes('author@demo.test', 'told me@private.test')
        self.env.db_transaction(
            "INSERT INTO report (id, author, title, query, description) "
            "VALUES (9, 'x', 'Nine', %s, '')", (REPORT,))

    def places(self):
        for more in ('', '?format=csv', '?format=tab', '?format=rss'):
            yield '/trac/ticket/%d%s' % (self.shared, more)
        for more in ('', 'format=csv', 'format=tab', 'format=rss'):
            yield '/trac/report/9?' + more
            yield '/trac/query?col=id&col=owner&col=cc&col=reporter&' + more

    def test_page_shows_no_address_of_others(self):
        bob = self.browse('bob')
        for place in self.places():
            body = bob.get(place).body.replace('%40', '@')
            for other in ('ada@demo', 'author@demo', 'else.test',
                          'private.test'):
                self.assertNotIn(other, body, place)

    def test_author_name_stays_beside_a_hidden_address(self):
        body = self.browse('bob').get('/trac/report/9').body
        self.assertRegexpMatches(body, r'<h2[^>]*>\s*author')
        self.assertNotIn('not verified', body)

    def test_who_may_see_them_sees_them(self):
        PermissionSystem(self.env).grant_permission('bob@demo.test',
                                                    'EMAIL_VIEW')
        bob = self.browse('bob')
        page = bob.get('/trac/ticket/%d' % self.shared).body
        self.assertIn('"owner":"author@demo.test"', page)
        self.assertIn('author@demo.test', bob.get('/trac/report/9').body)

    def test_export_has_no_formula(self):
        ticket = Ticket(self.env, self.shared)
        ticket['summary'] = '=HYPERLINK("http://evil.test/")'
        ticket.save_changes('author@demo.test', '')
        bob = self.browse('bob')
        for place in self.places():
            if 'csv' in place or 'tab' in place:
                body = bob.get(place).body.encode('utf-8')
                rows = list(csv.reader(body.splitlines(), delimiter=str(
                    ',' if 'csv' in place else '\t')))
                cells = [cell for row in rows for cell in row]
                self.assertFalse([c for c in cells if c[:1] in '=+@' and c])
                if 'query' not in place:
                    self.assertIn("'" + ticket['summary'], cells)


if __name__ == '__main__':
    unittest.main()
