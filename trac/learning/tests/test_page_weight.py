# -*- coding: utf-8 -*-

import re
import unittest

from trac.ticket.api import TicketSystem

from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.web.jquery_ui import UnusedLibraries
from learning.tests.browser import Browser
from learning.web.static_files import FOR_GOOD, StaticFiles, digest_of
from learning.web.templates import Templates
from learning.web.theme import Theme


class PageWeightTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(PageWeightTestCase, self).setUp()
        for participant in (UnusedLibraries, StaticFiles, Templates, Theme):
            participant(self.env)
        self.author = self.browse('author')
        self.author.get('/trac/about')      # brings the form's token

    def test_file_of_a_page_is_kept_for_good_under_its_digest(self):
        page = self.author.get('/trac/about').body
        for name in ('common/css/trac.css', 'learning/css/theme.css',
                     'common/js/jquery.js'):
            url = re.search(r'/trac/chrome/%s\?v=\w+' % re.escape(name), page)
            reply = self.author.get(str(url.group()))
            self.assertEqual(200, reply.status)
            self.assertEqual(FOR_GOOD, reply.headers['Cache-Control'])

    def test_file_that_is_kept_comes_without_a_cookie(self):
        name = 'learning/css/theme.css'
        address = '/trac/chrome/%s?v=' % name
        stranger = Browser(self.env)
        self.assertNotIn('Set-Cookie', stranger.get(
            address + digest_of(name)).headers)
        self.assertIn('Set-Cookie', stranger.get(address + '0').headers)

    def test_file_under_another_digest_is_not_kept(self):
        reply = self.author.get('/trac/chrome/common/css/trac.css?v=0123')
        self.assertEqual(200, reply.status)
        self.assertNotIn('Cache-Control', reply.headers)

    def test_only_files_below_the_folders_have_a_digest(self):
        for name in ('common/../about.py', 'common/nothing.css', 'site/x.css',
                     'common/../../etc/passwd', ''):
            self.assertIsNone(digest_of(name), name)

    def test_ticket_without_a_time_has_no_jquery_ui(self):
        for path in ('/trac/ticket/%d' % self.shared, '/trac/newticket'):
            body = self.author.get(path).body
            self.assertNotIn('js/jquery-ui', body, path)
            self.assertNotIn('jquery_ui', body, path)

    def test_query_and_timeline_name_it_for_whoever_comes_to_a_time(self):
        for path in ('/trac/query?status=!closed', '/trac/timeline'):
            page = self.author.get(path).body
            self.assertNotIn('<script src="/trac/chrome/common/js/jquery-ui',
                             page, path)
            self.assertRegexpMatches(
                page, r'"scripts":\["/trac/chrome/common/js/jquery-ui.js\?v=')
            self.assertIn('var jquery_ui=', page)
            self.assertIn('js/calendar.js', page)

    def test_ticket_with_a_time_has_it(self):
        self.env.config.set('ticket-custom', 'due', 'time')
        TicketSystem(self.env).reset_ticket_fields()
        del TicketSystem(self.env).custom_fields
        body = self.author.get('/trac/newticket').body
        self.assertIn('id="field-due"', body)
        self.assertIn('jquery-ui.js', body)


if __name__ == '__main__':
    unittest.main()
