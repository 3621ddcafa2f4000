# -*- coding: utf-8 -*-
"""A passage of the material, as a learner reads it."""

import unittest

from learning.tests.material_case import (API, DOCUMENT, MaterialTestCase,
                                          chunk)

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

    def test_passage_is_shown_to_a_learner_with_where_it_stands(self):
        self.serve()
        page = self.learner.get(PAGE).body
        for said in ('A statement sees &lt;b&gt;only&lt;/b&gt;\n  this.',
                     u'<h1 dir="auto">Read \xe9</h1>', 'Isolation levels',
                     u'Levels \u203a Read \xe9', 'page 2',
                     'learning/passage/%s/c6"' % DOCUMENT, 'Passage before'):
            self.assertIn(said, page)
        self.assertNotIn('Passage after', page)

    def test_passage_of_a_wiki_page_links_to_the_page(self):
        self.serve()
        self.gateway.replies[ROUTE][1].update(origin='wiki',
                                              name='Course/Undo')
        self.assertIn('/trac/wiki/Course/Undo"', self.learner.get(PAGE).body)

    def test_passage_that_is_gone_is_said_with_404(self):
        self.gateway.replies[ROUTE] = 404, {
            'message': 'There is no such passage now.'}
        reply = self.learner.get(PAGE)
        self.assertEqual(404, reply.status)
        self.assertIn('There is no such passage now.', reply.body)
        self.assertIn('No longer in the material', reply.body)

    def test_gateway_that_is_away_is_said_with_503(self):
        self.gateway.replies[ROUTE] = 503, {'message': 'Away.'}
        self.assertEqual(503, self.learner.get(PAGE).status)

    def test_address_that_is_none_is_not_found(self):
        for path in ('x/c7', DOCUMENT, DOCUMENT + '/a/b',
                     DOCUMENT + '/' + 'c' * 101):
            reply = self.learner.get('/trac/learning/passage/' + path)
            self.assertEqual(404, reply.status)


if __name__ == '__main__':
    unittest.main()
