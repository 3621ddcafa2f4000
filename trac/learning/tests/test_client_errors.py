# -*- coding: utf-8 -*-

import unittest

import trac.prefs.web_ui  # noqa: F401
from trac.config import ConfigurationError
from trac.ticket.query import QueryModule

from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.web.client_errors import ClientErrors


class ClientErrorsTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(ClientErrorsTestCase, self).setUp()
        ClientErrors(self.env)
        self.author = self.browse('author')
        self.author.get('/trac/timeline')

    def test_address_without_sense_is_a_400_with_its_reason(self):
        for url, said in (
                ('/ticket/1?format=nonsense', 'No available MIME'),
                ('/ticket/1?action=diff&version=99', 'No differences'),
                ('/query?max=abc', 'Query max abc is invalid'),
                ('/query?page=-1', 'Query page -1 is invalid'),
                ('/timeline?from=01/01/0001', 'makes no sense here')):
            reply = self.author.get('/trac' + url)
            self.assertEqual(400, reply.status, url)
            self.assertIn(said, reply.body)
            self.assertNotIn('Traceback', reply.body)

    def test_form_without_sense_is_a_400_with_its_reason(self):
        edit = {'edit_comment': '1', 'edited_comment': 'x'}
        for form, said in (
                (dict(edit, cnum_edit='99'), 'Comment 99 not found'),
                (edit, 'Comment None not found'),
                ({'replyto': 'abc', 'comment': 'x', 'preview': '1'},
                 'Invalid comment threading identifier'),
                ({'preview': '1', 'action': 'leave', 'start_time': 'abc'},
                 'makes no sense here')):
            reply = self.author.post('/trac/ticket/%d' % self.shared, form)
            self.assertEqual(400, reply.status, form)
            self.assertIn(said, reply.body)

    def test_ticket_that_is_not_there_is_404(self):
        self.assertEqual(404, self.author.get('/trac/ticket/99').status)

    def test_other_errors_are_still_the_servers(self):
        def process_request(req):
            raise self.error

        handler = QueryModule(self.env)
        handler.process_request = process_request
        self.addCleanup(vars(handler).pop, 'process_request')
        for self.error in (ConfigurationError('x'), NotImplementedError('x')):
            self.assertEqual(500, self.author.get('/trac/query?a=b').status)
        for self.error in (IOError('x'), RuntimeError('x'), KeyError('x')):
            url = '/trac/query' + (
                '' if isinstance(self.error, KeyError) else '?a=b')
            self.assertRaises(type(self.error), self.author.get, url)


if __name__ == '__main__':
    unittest.main()
