# -*- coding: utf-8 -*-
"""Trac's search box finds the material, too."""

import time
import unittest

from trac.perm import PermissionSystem

from learning.library import search_source
from learning.tests.material_case import (API, DOCUMENT, OTHER_DOCUMENT,
                                          MaterialTestCase)

ROUTE = API + '/search'
PAGE = '/trac/search?q=isolation%20level&noquickjump=1'
AWAY = 'The material cannot be searched just now.'


class MaterialSearchTestCase(MaterialTestCase):

    def setUp(self):
        super(MaterialSearchTestCase, self).setUp()
        self.gateway.replies[ROUTE] = 200, {'hits': []}

    def serve(self, **more):
        self.gateway.replies[ROUTE] = 200, {'hits': [dict({
            'chunk': 'c1', 'document': DOCUMENT, 'name': 'a.pdf',
            'title': 'Isolation', 'heading': ['Isolation', 'Levels'],
            'page': 2, 'content': 'Each <level>.', 'score': 0.814,
            'subject': 'databases'}, **more)]}

    def find(self, query='', browser=None):
        reply = (browser or self.learner).get(PAGE + query)
        self.assertEqual(200, reply.status)
        return reply.body

    def asked(self):
        return [path for _method, path, _headers, _body in
                self.gateway.requests]

    def test_passage_is_found_with_its_place_and_the_document_s_date(self):
        self.tell(at='2025-03-01T12:00:00.000000Z')
        self.serve()
        page = self.find()
        for said in ('href="/trac/learning/passage/%s/c1"' % DOCUMENT,
                     u'Isolation \u203a Levels</a>', '2025',
                     'Each &lt;level&gt;.', 'name="material"'):
            self.assertIn(said, page)
        path, = self.asked()
        for said in ('q=isolation+level', 'k=10'):
            self.assertIn(said, path)
        self.assertNotIn('subject', path)

    def test_document_that_trac_was_not_told_of_is_found(self):
        self.serve(document=OTHER_DOCUMENT)
        self.assertIn('passage/' + OTHER_DOCUMENT, self.find())

    def test_excerpt_has_words_and_no_marks(self):
        self.serve(content='| level | of |\n| --- | --- |\n| `read` | x |')
        self.assertIn('>level, of; read, x;</dd>', self.find())

    def test_what_is_off_the_topic_is_not_found(self):
        self.serve(score=0.2, content='Something.', heading=[])
        page = self.find()
        self.assertIn('id="notfound"', page)
        self.assertNotIn(AWAY, page)

    def test_services_that_are_away_are_said_beside_what_else_is_found(self):
        self.write('Levels', 'The isolation level.')
        self.gateway.replies[ROUTE] = 503, {'message': 'Away.'}
        page = self.find()
        self.assertIn(AWAY, page)
        self.assertNotIn('Away.', page)
        self.assertIn('href="/trac/wiki/Levels"', page)

    def test_slow_services_are_not_waited_for(self):
        self.addCleanup(setattr, search_source, 'TIMEOUT_S',
                        search_source.TIMEOUT_S)
        search_source.TIMEOUT_S = 0.2
        self.gateway.replies[ROUTE] = 2.0
        began = time.time()
        self.assertIn(AWAY, self.find())
        self.assertLess(time.time() - began, 1.5)

    def test_other_filters_do_not_ask(self):
        self.serve()
        self.assertNotIn('learning/passage', self.find('&ticket=on'))
        self.assertEqual([], self.asked())
        self.assertIn('learning/passage', self.find('&ticket=on&material=on'))

    def test_who_may_not_read_the_material_finds_none(self):
        self.serve()
        PermissionSystem(self.env).revoke_permission('cognito',
                                                     'LEARNING_ANSWER')
        page = self.find('&material=on')
        self.assertNotIn('learning/passage', page)
        self.assertNotIn('name="material"', page)
        self.assertEqual([], self.asked())


if __name__ == '__main__':
    unittest.main()
