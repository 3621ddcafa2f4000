# -*- coding: utf-8 -*-
"""A passage of the material, as a learner reads it."""

import unittest

from learning.tests.material_case import (API, DOCUMENT, MATERIAL,
                                          MaterialTestCase, chunk)

PAGE = '/trac/learning/passage/%s/c7' % DOCUMENT
ROUTE = '%s/%s/passages/c7' % (API, DOCUMENT)


class PassageTestCase(MaterialTestCase):

    def serve(self, **more):
        self.gateway.replies[ROUTE] = 200, dict(
            chunk(7, 'A statement sees <b>only</b>\n  this.', page=2,
                  heading=['Levels', u'Read \xe9']),
            document=DOCUMENT, name='databases/isolation.pdf',
            title='Isolation levels', origin='upload', previous='c6',
            next=None, **more)

    def test_address_of_a_passage_leads_into_its_document(self):
        for query, more in (('', ''), ('?ticket=7', '&ticket=7')):
            reply = self.learner.get(PAGE + query)
            self.assertEqual((302, MATERIAL + '/%s?chunk=c7%s#c7'
                              % (DOCUMENT, more)),
                             (reply.status, reply.headers['Location'][
                                 len('http://trac.test'):]))
        self.assertEqual([], self.gateway.requests)

    def test_who_comes_from_a_ticket_is_led_back_to_it(self):
        for referer, led in (('http://trac.test/trac/ticket/7', True),
                             ('http://trac.test/trac/ticket/7?x#y', True),
                             ('http://other.test/trac/ticket/7', False),
                             ('http://trac.test/trac/ticket/7x', False)):
            reply = self.learner.get(PAGE, HTTP_REFERER=referer)
            self.assertEqual(led, 'ticket=7' in reply.headers['Location'])

    def test_fragment_is_the_text_with_where_it_stands_and_the_way_on(self):
        self.serve()
        reply = self.learner.get(PAGE + '/fragment?ticket=7')
        for said in ('A statement sees &lt;b&gt;only&lt;/b&gt;\n  this.',
                     u'Levels \u203a Read \xe9', 'Isolation levels', 'page 2',
                     '%s?chunk=c7&amp;ticket=7#c7"' % DOCUMENT):
            self.assertIn(said, reply.body)
        self.assertNotIn('<html', reply.body)

    def test_fragment_of_a_passage_that_is_gone_says_so_with_a_way_on(self):
        self.gateway.replies[ROUTE] = 404, {'message': 'No.'}
        reply = self.learner.get(PAGE + '/fragment')
        self.assertEqual(410, reply.status)
        self.assertIn('no longer in the material', reply.body)
        self.assertIn('href="%s"' % MATERIAL, reply.body)

    def test_fragment_without_the_services_is_said_with_503(self):
        self.gateway.replies[ROUTE] = 503, {'message': 'Away.'}
        reply = self.learner.get(PAGE + '/fragment')
        self.assertEqual(503, reply.status)
        self.assertIn('cannot be reached just now', reply.body)

    def test_address_that_is_none_is_not_found(self):
        for path in ('x/c7', DOCUMENT, DOCUMENT + '/a/b',
                     DOCUMENT + '/' + 'c' * 101):
            reply = self.learner.get('/trac/learning/passage/' + path)
            self.assertEqual(404, reply.status)

    def test_strangers_read_nothing(self):
        for path in (PAGE, PAGE + '/fragment', MATERIAL,
                     MATERIAL + '/' + DOCUMENT):
            self.assertNotEqual(200, self.browse_unknown().get(path).status)
        self.assertEqual([], self.gateway.requests)

    def browse_unknown(self):
        from learning.tests.browser import Browser
        return Browser(self.env)


if __name__ == '__main__':
    unittest.main()
