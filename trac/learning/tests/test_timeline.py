# -*- coding: utf-8 -*-
"""The timeline has one entry for what comes in floods, and nothing of others.
"""

import unittest

from trac.ticket.model import Ticket
from trac.timeline import web_ui    # noqa: F401: serves the page
from trac.util.datefmt import datetime_now, utc
from trac.wiki.model import WikiPage

from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.tickets.timeline import LearningTimeline
from learning.users.names import AUTHOR

ALL = ('ticket=on&ticket_details=on&wiki=on&learning_paths=on&max=1000')
PATH = '7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c01'


class TimelineTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(TimelineTestCase, self).setUp()
        LearningTimeline(self.env)

    def get(self, name, filters=ALL):
        pages = [self.browse(name).get('/trac/timeline?%s%s' % (
            filters, style)) for style in ('', '&format=rss')]
        self.assertEqual([200, 200], [page.status for page in pages])
        return pages[0].body + pages[1].body

    def graded(self, number, words):
        ticket = Ticket(self.env, number)
        ticket.save_changes(AUTHOR, words, when=datetime_now(utc))

    def test_grades_of_a_ticket_within_an_hour_are_one_entry(self):
        for n in range(3):
            self.graded(self.own, 'GRADE-%d' % n)
        self.env.db_transaction(
            "UPDATE ticket_change SET time=time-7200000000 "
            "WHERE newvalue='GRADE-0'")
        # The hour of the clock may have turned between two of them.
        page = self.get('ada')
        self.assertIn('GRADE-0', page)
        self.assertIn('GRADE-2', page)
        times = [row[0] // 3600000000 for row in self.env.db_query(
            "SELECT time FROM ticket_change WHERE newvalue IN "
            "('GRADE-1', 'GRADE-2')")]
        self.assertEqual(times[0] != times[1], 'GRADE-1' in page)

    def test_grades_are_seen_by_their_learner_and_staff_alone(self):
        self.graded(self.own, 'GRADE-X')
        for name, sees in (('ada', True), ('author', True),
                           ('operator', True), ('bob', False)):
            self.assertEqual(sees, 'GRADE-X' in self.get(name), name)

    def test_words_of_people_all_stay(self):
        for n in range(2):
            Ticket(self.env, self.own).save_changes('ada@demo.test',
                                                    'WORD-%d' % n)
        page = self.get('ada')
        self.assertIn('WORD-0', page)
        self.assertIn('WORD-1', page)

    def test_path_is_one_entry_for_its_learner_and_staff(self):
        self.env.db_transaction(
            "INSERT INTO learning_path (id, learner, state, title, goal) "
            "VALUES (%s, 'sub-ada', 'accepted', 'To <locks>', 'g')", (PATH,))
        self.env.db_transaction(
            "INSERT INTO learning_step (path, step, n, ticket) "
            "VALUES (%s, 's', 1, %s)", (PATH, self.own))
        for name, sees in (('ada', True), ('author', True), ('bob', False)):
            page = self.get(name, 'ticket=on&learning_paths=on')
            self.assertEqual(sees, 'To &lt;locks&gt;' in page, name)
            self.assertEqual(sees, '/learning/path/' + PATH in page, name)
            self.assertNotIn('The zebra question', page)
            self.assertIn('A shared question', page)
        self.assertNotIn('locks', self.get('ada', 'ticket=on'))

    def test_pages_of_the_system_have_a_filter_of_their_own(self):
        for author, name in (('trac', 'TracOwn'), ('trac-admin', 'Seeded'),
                             ('ada@demo.test', 'Written')):
            page = WikiPage(self.env, name)
            page.text = name
            page.save(author, '')
        for filters, seen in (
                ('wiki=on', [False, False, True]),
                ('wiki=on&learning_system_pages=on', [True, True, True]),
                ('learning_system_pages=on', [True, True, False])):
            page = self.get('author', filters)
            self.assertEqual(seen, ['/wiki/%s?' % name in page for name in (
                'TracOwn', 'Seeded', 'Written')], filters)

    def test_disabled_it_changes_nothing(self):
        self.env.disable_component(LearningTimeline)
        page = WikiPage(self.env, 'TracOwn')
        page.text = 'x'
        page.save('trac', '')
        self.assertIn('TracOwn', self.get('author', 'wiki=on'))


if __name__ == '__main__':
    unittest.main()
