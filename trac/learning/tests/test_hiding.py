# -*- coding: utf-8 -*-

import io
import shutil
import tempfile
import unittest

from trac.attachment import Attachment
from trac.mimeview.api import RenderingContext
from trac.notification.api import NotificationSystem
from trac.notification.model import Subscription
from trac.perm import PermissionCache
from trac.resource import Resource
from trac.test import MockRequest
from trac.ticket.model import Ticket
from trac.ticket.notification import (BatchTicketChangeEvent,
                                      TicketChangeEvent)
from trac.ticket.query import Query
from trac.util.datefmt import datetime_now, utc
from trac.wiki.formatter import format_to_html

from learning.tests.private_ticket_case import SECRET, PrivateTicketTestCase
from learning.tickets import hiding, sql_filter

import trac.ticket.notification  # noqa: F401


class PagesTestCase(PrivateTicketTestCase):
    """Every page that shows tickets, for the learner and for another."""

    PAGES = ('/trac/query?status=new&col=summary&col=owner&row=description',
             '/trac/query?status=new&format=rss',
             '/trac/query?status=new&format=csv&col=summary',
             '/trac/query?status=new&format=tab&col=summary',
             '/trac/report/1', '/trac/report/1?format=rss',
             '/trac/report/1?format=csv', '/trac/report/1?format=tab',
             '/trac/timeline?ticket=on', '/trac/timeline?ticket=on&format=rss',
             '/trac/search?ticket=on&q=' + 'question')

    def test_own_ticket_is_403_for_other_learners(self):
        for url in ('/trac/ticket/%d', '/trac/ticket/%d?format=csv',
                    '/trac/ticket/%d?format=rss',
                    '/trac/ticket/%d?action=history'):
            url = url % self.own
            reply = self.browse('bob').get(url)
            self.assertEqual(403, reply.status, url)
            self.assertNotIn(SECRET, reply.body)
            self.assertEqual(200, self.browse('ada').get(url).status, url)
        self.assertEqual(200, self.browse('author').get(
            '/trac/ticket/%d' % self.own).status)

    def test_lists_show_an_own_ticket_to_owner_and_staff_alone(self):
        for url in self.PAGES:
            seen = self.browse('ada').get(url)
            self.assertEqual(200, seen.status, url)
            self.assertIn(SECRET, seen.body, url)
            for name in ('author', 'operator'):
                self.assertIn(SECRET, self.browse(name).get(url).body, url)
            other = self.browse('bob').get(url)
            self.assertEqual(200, other.status, url)
            self.assertNotIn(SECRET, other.body, url)
            self.assertIn('shared question', other.body, url)

    def test_no_count_tells_of_it(self):
        url = '/trac/query?description=~' + SECRET
        self.assertIn('(1 match)', self.browse('ada').get(url).body)
        self.assertIn('(0 matches)', self.browse('bob').get(url).body)

    def test_no_group_tells_of_it(self):
        """A report's and a query's groups are named before any row is."""
        for url in ('/trac/report/4', '/trac/report/1',
                    '/trac/query?status=new&group=owner'):
            body = self.browse('bob').get(url).body
            self.assertNotIn('ada@', body, url)
            self.assertNotIn('>ada<', body, url)

    def test_a_report_counts_what_one_may_see(self):
        self.report("SELECT count(*) AS n, max(summary) AS s FROM ticket")
        self.assertIn('The zebra', self.browse('ada').get('/trac/report/9')
                      .body)
        body = self.browse('bob').get('/trac/report/9').body
        self.assertNotIn('zebra', body)
        self.assertIn('A shared question', body)

    def test_report_of_changes_hides_those_of_own_tickets(self):
        ticket = Ticket(self.env, self.own)
        ticket.save_changes('ada@demo.test', 'my quagga comment')
        self.report("SELECT newvalue AS text FROM ticket_change")
        self.assertIn('quagga', self.browse('ada').get('/trac/report/9').body)
        self.assertNotIn('quagga',
                         self.browse('bob').get('/trac/report/9').body)

    def test_report_with_its_own_with_hides_own_tickets(self):
        self.report("-- a comment\n/* and\nmore */ WITH mine AS (SELECT id, "
                    "summary FROM ticket) SELECT id, summary FROM mine")
        self.assertIn(SECRET, self.browse('ada').get('/trac/report/9').body)
        body = self.browse('bob').get('/trac/report/9').body
        self.assertNotIn(SECRET, body)
        self.assertIn('A shared question', body)

    def report(self, sql):
        self.env.db_transaction(
            "INSERT INTO report (id, author, title, query, description) "
            "VALUES (9, 'x', 'Nine', %s, '')", (sql,))

    def test_links_and_macros_tell_nothing_of_an_own_ticket(self):
        text = ('ticket:%d #%d [ticket:%d hello] comment:1:ticket:%d '
                '[[TicketQuery(status=new)]] '
                '[[TicketQuery(status=new,format=count)]] '
                '[[TicketQuery(status=new,format=table)]]'
                % ((self.own,) * 4))
        self.assertIn(SECRET, self.wiki('ada', text))
        other = self.wiki('bob', text)
        self.assertNotIn(SECRET, other)
        self.assertIn('>1</a>', other)      # the count
        self.assertIn('missing ticket', other)

    def wiki(self, name, text):
        user = name + '@demo.test'
        req = MockRequest(self.env, authname=user)
        context = RenderingContext(Resource('wiki', 'X'), href=req.href,
                                   perm=PermissionCache(self.env, user))
        context.req = req
        return unicode(format_to_html(self.env, context, text))

    def test_attachments_of_an_own_ticket_are_hidden_with_it(self):
        self.env.path = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.env.path)
        attachment = Attachment(self.env, 'ticket', self.own)
        attachment.description = SECRET
        attachment.insert('notes.txt', io.BytesIO('my giraffe'), 10)
        for url in ('/trac/attachment/ticket/%d/notes.txt',
                    '/trac/raw-attachment/ticket/%d/notes.txt',
                    '/trac/attachment/ticket/%d/',
                    '/trac/zip-attachment/ticket/%d/',
                    '/trac/search?ticket=on&q=notes&x=%d',
                    '/trac/timeline?ticket=on&x=%d'):
            url = url % self.own
            for secret in ('giraffe', SECRET):
                self.assertNotIn(secret, self.browse('bob').get(url).body,
                                 url)
        self.assertIn('giraffe', self.browse('ada').get(
            '/trac/attachment/ticket/%d/notes.txt' % self.own).body)

    def test_a_batch_changes_no_ticket_of_another(self):
        for name, comments in (('bob', 0), ('ada', 1)):
            browser = self.browse(name)
            browser.get('/trac/query?status=new')
            browser.post('/trac/batchmodify', {
                'selected_tickets': str(self.own), 'action': 'leave',
                'batchmod_value_comment': 'batch',
                'query_href': '/trac/query'})
            self.assertEqual(comments, len(self.env.db_query(
                "SELECT 1 FROM ticket_change WHERE field='comment'")), name)

    def test_change_of_anothers_own_ticket_is_403(self):
        browser = self.browse('bob')
        browser.get('/trac/ticket/%d' % self.shared)
        reply = browser.post('/trac/ticket/%d' % self.own, {
            'comment': 'x', 'action': 'leave', 'submit': '1',
            'start_time': '0', 'view_time': '0'})
        self.assertEqual(403, reply.status)

    def test_query_as_anonymous_hides_own_tickets(self):
        query = Query.from_string(self.env, 'status=new')
        self.assertEqual(2, query.count())      # Trac's own, for nobody
        self.assertEqual(1, query.count(authname='anonymous'))

    def test_disabled_hiding_hides_nothing(self):
        self.env.disable_component(hiding.TicketHiding)
        query = Query.from_string(self.env, 'status=new')
        self.assertEqual(2, query.count(authname='bob@demo.test'))

    def test_installing_twice_wraps_once(self):
        before = Query.get_sql
        hiding.install()
        self.assertEqual(before, Query.get_sql)


class ShadowTestCase(PrivateTicketTestCase):

    def test_staff_and_owners_of_all_get_the_query_as_it_is(self):
        for name in ('author', 'operator', 'ada'):
            self.assertEqual('SELECT 1', sql_filter.filter_tickets(
                self.env, name + '@demo.test', 'SELECT 1'))

    def test_a_strange_sub_is_nobody(self):
        sql = sql_filter.filter_tickets_for(self.env, '', 'SELECT 1')
        self.env.db_transaction("UPDATE learning_account SET sub=%s "
                                "WHERE username='bob@demo.test'", ("x'%s",))
        self.assertEqual(sql, sql_filter.filter_tickets(
            self.env, 'bob@demo.test', 'SELECT 1'))


class MailTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(MailTestCase, self).setUp()
        for name in ('ada', 'bob', 'author'):
            for rule in ('NewTicketSubscriber', 'CarbonCopySubscriber',
                         'TicketPreviousUpdatersSubscriber'):
                Subscription.add(self.env, {
                    'sid': name + '@demo.test', 'authenticated': 1,
                    'distributor': 'email', 'format': 'text/plain',
                    'adverb': 'always', 'class': rule})

    def told(self, ticket, category='created'):
        event = TicketChangeEvent(category, Ticket(self.env, ticket),
                                  datetime_now(utc), 'author@demo.test')
        return sorted(s[0] for s in
                      NotificationSystem(self.env).subscriptions(event))

    def test_a_new_ticket_is_told_to_those_who_see_it(self):
        self.assertEqual(['ada@demo.test', 'author@demo.test'],
                         self.told(self.own))
        self.assertEqual(['ada@demo.test', 'author@demo.test',
                          'bob@demo.test'], self.told(self.shared))

    def test_a_change_is_told_to_those_who_see_it(self):
        ticket = Ticket(self.env, self.own)
        ticket['cc'] = 'bob@demo.test, ada@demo.test'
        ticket.save_changes('bob@demo.test', 'from before it was hidden')
        self.assertEqual(['ada@demo.test'], [
            s for s in self.told(self.own, 'changed')
            if s != 'author@demo.test'])

    def test_a_batch_is_told_to_those_who_see_all_of_it(self):
        for ticket in (self.own, self.shared):
            changed = Ticket(self.env, ticket)
            changed['cc'] = 'bob@demo.test, ada@demo.test'
            changed.save_changes('author@demo.test', 'x')
        now = datetime_now(utc)
        event = BatchTicketChangeEvent([self.shared, self.own], now,
                                       'author@demo.test', 'x', {}, 'leave')
        told = [s[0] for s in
                NotificationSystem(self.env).subscriptions(event)]
        self.assertNotIn('bob@demo.test', told)

    def test_it_is_no_choice_in_the_preferences(self):
        self.assertIsNone(hiding.TicketHiding(self.env).description())


if __name__ == '__main__':
    unittest.main()
