# -*- coding: utf-8 -*-
"""Lists of tickets have the grade that counts for who looks, and no other."""

import json
import re
import unittest

from trac.perm import PermissionSystem
from trac.search import web_ui as search    # noqa: F401: serves the page
from trac.ticket.api import TicketSystem
from trac.ticket.model import Ticket
from trac.ticket.query import Query
from trac.timeline import web_ui    # noqa: F401: serves the page

from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.tickets.list_fields import DUE, GRADE, GradeColumns
from learning.web.templates import Templates

SEAT = ("INSERT INTO learning_seat (ticket, sub, last_attempt, "
        "counting_attempt, counting_score, deducted) "
        "VALUES (%s, %s, %s, 1, %s, 0)")
#: 2030-01-31 17:00 UTC.
AT = 1896109200000000


class ListCase(PrivateTicketTestCase):

    def setUp(self):
        super(ListCase, self).setUp()
        GradeColumns(self.env)
        self.env.db_transaction("UPDATE ticket SET type='question', "
                                "status='open'")
        for row in ((self.shared, 'sub-ada', 2, 0.43),
                    (self.shared, 'sub-bob', 1, 0.97),
                    (self.own, 'sub-ada', 1, 1.0)):
            self.env.db_transaction(SEAT, row)

    def get(self, name, url):
        reply = self.browse(name).get('/trac' + url)
        self.assertEqual(200, reply.status)
        return reply.body

    def query(self, name, more=''):
        return self.get(name, '/query?type=question&col=id&col=summary'
                              '&col=grade' + more)


class QueryTestCase(ListCase):

    def csv(self, name, more=''):
        return self.query(name, '&format=csv' + more).strip().splitlines()[1:]

    def test_learner_sees_the_own_grades_and_no_other(self):
        self.assertEqual(
            [u'1,A shared question,43\xa0%', u'2,The zebra question,100\xa0%'],
            self.csv('ada'))
        self.assertEqual([u'1,A shared question,97\xa0%'], self.csv('bob'))

    def test_staff_see_how_many_answered_and_passed(self):
        for name in ('author', 'operator'):
            self.assertEqual(
                [u'1,A shared question,"2 answered, 1 passed"',
                 u'2,The zebra question,100\xa0%'], self.csv(name))

    def test_page_and_its_header_say_the_same(self):
        page = self.query('ada')
        self.assertIn(u'43\xa0%', page)
        self.assertNotIn(u'97\xa0%', page)
        self.assertIn('>Grade</a>', page)

    def test_lists_sort_by_it_as_by_a_number(self):
        self.assertEqual(['1', '2'], [line[0] for line in self.csv(
            'ada', '&order=grade')])
        self.assertEqual(['2', '1'], [line[0] for line in self.csv(
            'ada', '&order=grade&desc=1')])

    def test_filter_and_group_go_by_the_own_grade(self):
        for name, found in (('ada', '(1 match)'), ('bob', '(0 matches)')):
            self.assertIn(found, self.get(
                name, '/query?grade=~43&col=id&col=summary'))
        page = self.get('bob', '/query?type=question&group=grade')
        self.assertIn(u'97\xa0%', page)
        self.assertNotIn(u'43\xa0%', page)

    def test_state_is_the_learners_own(self):
        def states(name):
            return [line.split(',')[1] for line in self.get(
                name, '/query?type=question&col=id&col=status&format=csv'
                '&order=id').strip().splitlines()[1:]]
        self.env.db_transaction("UPDATE ticket SET status='passed' "
                                "WHERE id=%s", (self.own,))
        self.assertEqual(['answered', 'passed'], states('ada'))
        self.assertEqual(['passed'], states('bob'))
        self.assertEqual(['open', 'passed'], states('author'))
        for name, state, found in (('ada', 'open', '(0 matches)'),
                                   ('ada', 'answered', '(1 match)'),
                                   ('author', 'open', '(1 match)')):
            self.assertIn(found, self.get(name, '/query?status=' + state))
        self.env.db_transaction("UPDATE learning_seat SET last_attempt=0")
        self.assertEqual(['open', 'passed'], states('ada'))
        self.env.db_transaction("UPDATE ticket SET status='closed'")
        self.assertEqual(['closed'], states('bob'))

    def test_due_dates_are_a_column_that_sorts(self):
        self.env.db_transaction("UPDATE learning_question SET due_at=%s "
                                "WHERE ticket=%s", (AT, self.own))
        lines = self.csv('ada', '&col=due&order=due')
        self.assertRegexpMatches(lines[0], '01/31/30|Jan 31, 2030')   # Babel
        self.assertTrue(lines[0].startswith('2,'))
        self.assertIn('(1 match)', self.get(
            'ada', '/query?due=2030-01-01..2030-12-31&col=id'))

    def test_list_of_questions_has_the_columns_of_questions(self):
        page = self.get('ada', '/query?type=question')
        self.assertIn('>Grade</a>', page)
        self.assertIn('>Due</a>', page)
        self.assertNotIn('>Priority</a>', page)
        self.assertIn('>Priority</a>', self.get('ada', '/query?status=open'))

    def test_nobody_without_an_account_sees_any(self):
        found = Query.from_string(self.env, 'type=question&col=grade')
        self.assertEqual([''], [row['grade'] for row in found.execute(
            authname='anonymous')])

    def test_feed_says_no_grade_of_others(self):
        feed = self.query('bob', '&format=rss')
        for said in ('43', 'zebra'):
            self.assertNotIn('>%s' % said, feed)


class ReportTestCase(ListCase):

    SQL = ("SELECT t.id AS ticket, t.summary, g.value AS grade FROM ticket t "
           "LEFT JOIN ticket_custom g ON g.ticket=t.id AND g.name='grade' "
           "ORDER BY t.id")

    def test_report_that_asks_gets_the_readers_own(self):
        self.env.db_transaction(
            "INSERT INTO report (id, author, title, query, description) "
            "VALUES (9, 'x', 'Nine', %s, '')", (self.SQL,))
        for name, mine, others in (('ada', '43', '97'), ('bob', '97', '43')):
            page = self.get(name, '/report/9?format=csv')
            self.assertIn(mine, page)
            self.assertNotIn(others, page)
        self.assertIn('2 answered, 1 passed',
                      self.get('author', '/report/9?format=csv'))

    def test_report_says_the_readers_own_state(self):
        self.env.db_transaction(
            "INSERT INTO report (id, author, title, query, description) "
            "VALUES (9, 'x', 'Nine', 'SELECT * FROM ticket WHERE id=1', '')")
        for name, state in (('ada', 'answered'), ('bob', 'passed'),
                            ('author', 'open')):
            self.assertIn(',%s,' % state,
                          self.get(name, '/report/9?format=csv'))


class SecretsTestCase(ListCase):
    """What learners never see is in no page and in no export of Trac."""

    PLACES = ('/ticket/1', '/ticket/1?format=csv', '/ticket/1?format=tab',
              '/ticket/1?format=rss', '/query?type=question',
              '/query?type=question&format=csv&max=0',
              '/query?type=question&format=rss',
              '/search?ticket=on&wiki=on&noquickjump=1&q=SECRET',
              '/search?ticket=on&noquickjump=1&q=question',
              '/timeline?ticket=on&ticket_details=on',
              '/timeline?ticket=on&ticket_details=on&format=rss')

    def test_reference_and_rubric_are_nowhere(self):
        self.env.db_transaction(
            "UPDATE learning_question SET reference='SECRET-REFERENCE', "
            "rubric=%s", (json.dumps([{
                'id': 'a', 'label': 'L', 'criterion': 'SECRET-CRITERION',
                'weight': 1}]),))
        for place in self.PLACES:
            self.assertNotIn('SECRET-', self.get('ada', place), place)


class NoFieldTestCase(ListCase):

    def test_tickets_have_no_such_field_and_store_nothing(self):
        ticket = Ticket(self.env, self.shared)
        self.assertIsNone(ticket.fields.by_name('grade'))
        self.assertNotIn('grade', self.get(
            'author', '/ticket/%d?format=csv' % self.shared).lower())
        self.assertEqual([], self.env.db_query("SELECT * FROM ticket_custom"))

    def test_field_of_an_administrator_with_that_name_is_left(self):
        self.env.config.set('ticket-custom', 'grade', 'text')
        self.env.config.set('ticket-custom', 'grade.label', 'Steel')
        self.env.db_transaction("INSERT INTO ticket_custom VALUES "
                                "(%s, 'grade', 'S355')", (self.shared,))
        self.addCleanup(self.env.db_transaction,
                        "DELETE FROM ticket_custom")
        del TicketSystem(self.env).custom_fields
        del TicketSystem(self.env).fields
        page = self.query('ada')
        self.assertIn('S355', page)
        self.assertIn('>Steel</a>', page)
        self.assertNotIn(u'43\xa0%', page)

    def test_disabled_there_are_no_columns(self):
        self.env.disable_component(GradeColumns)
        self.assertNotIn('grade', Query.from_string(
            self.env, 'type=question&col=id&col=grade').get_columns())


class BatchTestCase(ListCase):
    """Many tickets are changed at once, and no grade with them."""

    def setUp(self):
        super(BatchTestCase, self).setUp()
        Templates(self.env)

    def offered(self):
        """Values of the fields that a batch may change."""
        form = self.query('author').partition('id="add_batchmod_field"')[2]
        return re.findall('<option value="([^"]+)"',
                          form.partition('</select>')[0])

    def test_what_is_worked_out_is_not_offered(self):
        self.assertIn('keywords', self.offered())
        self.assertEqual([], [name for name in (GRADE, DUE)
                              if name in self.offered()])

    def test_field_of_an_administrator_by_that_name_is_offered(self):
        self.env.config.set('ticket-custom', GRADE, 'text')
        del TicketSystem(self.env).custom_fields
        del TicketSystem(self.env).fields
        self.assertIn(GRADE, self.offered())

    def test_who_may_not_change_many_is_offered_none_of_it(self):
        form = 'id="batchmod_form"'
        self.assertIn(form, self.query('author'))
        PermissionSystem(self.env).revoke_permission('authenticated',
                                                     'TICKET_BATCH_MODIFY')
        page = self.query('ada')
        self.assertIn('A shared question', page)
        self.assertNotIn(form, page)
        self.assertNotIn('initializeBatch()', page)

    def test_forged_change_stores_nothing(self):
        author = self.browse('author')
        author.get('/trac/query')
        reply = author.post('/trac/batchmodify', {
            'selected_tickets': '%d' % self.shared, 'action': 'leave',
            'batchmod_value_grade': '99', 'batchmod_value_due': '1',
            'batchmod_value_keywords': 'seen'})
        self.assertEqual(303, reply.status)
        self.assertEqual([('keywords', 'seen')], [
            (row[2], row[4]) for row in Ticket(
                self.env, self.shared).get_changelog() if row[4]])
        self.assertEqual([], self.env.db_query(
            "SELECT * FROM ticket_custom"))


if __name__ == '__main__':
    unittest.main()
