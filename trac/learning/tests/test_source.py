# -*- coding: utf-8 -*-
"""Where a source leads, and whether that is there."""

import json
import unittest

from trac.test import MockRequest

from learning.material.content import Content
from learning.material.events import document_id_of
from learning.material.source import (DOCUMENT as A_DOCUMENT, OTHER, PASSAGE,
                                      WIKI, is_alive, read_target,
                                      shorten_href)
from learning.tests.material_case import (API, DOCUMENT, MATERIAL,
                                          OTHER_DOCUMENT, MaterialTestCase)

LONG = '5f1d6a2c-9e0b-5d7f-8a43-1d7f1c0e6a02'
ROUTE = '%s/%s/passages/%s' % (API, DOCUMENT, LONG)


class TargetTestCase(unittest.TestCase):

    def test_each_address_is_read_as_where_it_leads(self):
        page = u'Course/Ein\xe9 b'
        for href, target in (
                ('learning/material/' + DOCUMENT,
                 (A_DOCUMENT, DOCUMENT, None, None)),
                ('/learning/material/%s/' % DOCUMENT,
                 (A_DOCUMENT, DOCUMENT, None, None)),
                ('learning/material/%s#part-two' % DOCUMENT,
                 (A_DOCUMENT, DOCUMENT, None, None)),
                ('learning/material/%s?chunk=c1#chunk-c1' % DOCUMENT,
                 (PASSAGE, DOCUMENT, 'c1', None)),
                ('learning/material/%s#%s' % (DOCUMENT, LONG),
                 (PASSAGE, DOCUMENT, LONG, None)),
                ('learning/material/%s#chunk-%s' % (DOCUMENT, LONG),
                 (PASSAGE, DOCUMENT, LONG, None)),
                ('learning/passage/%s/c1' % DOCUMENT,
                 (PASSAGE, DOCUMENT, 'c1', None)),
                ('wiki/Course/Ein%C3%A9%20b#x',
                 (WIKI, document_id_of(page), None, page)),
                ('https://example.org/wiki/Other', (OTHER, None, None, None)),
                ('learning/material', (OTHER, None, None, None)),
                ('ticket/7', (OTHER, None, None, None)),
                ('', (OTHER, None, None, None)),
                (None, (OTHER, None, None, None))):
            self.assertEqual(target, tuple(read_target(href)), href)


class AliveTestCase(MaterialTestCase):

    def setUp(self):
        super(AliveTestCase, self).setUp()
        self.tell()

    def request(self):
        req = MockRequest(self.env, authname='author@demo.test')
        req._inheaders = [('authorization',
                           'Bearer ' + self.author.jar['trac_id'][0])]
        return req

    def is_alive(self, href):
        return is_alive(Content(self.env, self.request()), href)

    def test_address_of_this_trac_becomes_the_path_below_it(self):
        req = self.request()
        for href, stored in (
                (req.abs_href('wiki/A'), 'wiki/A'),
                (req.abs_href.learning('material', DOCUMENT) + '?chunk=c1#x',
                 'learning/passage/%s/c1' % DOCUMENT),
                (req.href.learning('material', DOCUMENT) + '#' + LONG,
                 'learning/passage/%s/%s' % (DOCUMENT, LONG)),
                (' https://example.org/a ', 'https://example.org/a')):
            self.assertEqual(stored, shorten_href(req, href))

    def test_document_is_alive_while_something_of_it_is_live(self):
        href = 'learning/material/' + DOCUMENT
        self.assertIs(True, self.is_alive(href))
        self.tell(state='rejected', revision=2, live=1)
        self.assertIs(True, self.is_alive(href))
        self.tell(state='removed', revision=3, receipt={})
        self.assertIs(False, self.is_alive(href))
        self.assertIs(False, self.is_alive(
            'learning/material/' + OTHER_DOCUMENT))
        self.assertEqual([], self.gateway.requests)

    def test_passage_is_alive_while_it_stands_in_its_document(self):
        href = 'learning/passage/%s/%s' % (DOCUMENT, LONG)
        for reply, alive in (((200, {'id': LONG}), True),
                             ((404, {'message': 'gone'}), False),
                             ((503, {}), None)):
            self.gateway.replies[ROUTE] = reply
            self.assertIs(alive, self.is_alive(href))
        self.tell(state='removed', revision=2, receipt={})
        self.gateway.replies[ROUTE] = 200, {'id': LONG}
        self.assertIs(False, self.is_alive(href))

    def test_wiki_page_is_alive_while_it_is_there(self):
        self.write('Course/A b', 'text')
        self.assertIs(True, self.is_alive('wiki/Course/A%20b#x'))
        self.assertIs(False, self.is_alive('wiki/Course/B'))

    def test_nobody_can_say_of_what_lies_outside(self):
        for href in ('https://example.org/', 'ticket/1', ''):
            self.assertIsNone(self.is_alive(href))


class FindTestCase(MaterialTestCase):

    def setUp(self):
        super(FindTestCase, self).setUp()
        self.tell()
        self.tell(document=OTHER_DOCUMENT, name='git/undo.md', title='Undo',
                  subject='git')
        self.gateway.replies[API + '/search'] = 200, {'hits': [
            {'chunk': 'c1', 'document': DOCUMENT, 'name': 'a.pdf',
             'title': 'Isolation', 'heading': ['Isolation', 'Levels'],
             'page': 2, 'content': 'What a <b> sees.', 'score': 0.814,
             'subject': 'databases'}]}

    def find(self, query):
        reply = self.author.get(MATERIAL + '/find' + query,
                                HTTP_ACCEPT='application/json')
        self.assertEqual(200, reply.status)
        return json.loads(reply.body)

    def test_documents_and_passages_come_with_the_address_to_store(self):
        found = self.find('?q=isolation')
        document, = found['documents']
        passage, = found['passages']
        self.assertEqual(('learning/material/' + DOCUMENT,
                          'Isolation levels', 'databases/isolation.pdf'),
                         (document['href'], document['title'],
                          document['name']))
        self.assertEqual(('learning/passage/%s/c1' % DOCUMENT, 'Isolation',
                          'Levels', 'What a <b> sees.'),
                         (passage['href'], passage['title'],
                          passage['section'], passage['text']))
        self.assertEqual('/trac/' + passage['href'], passage['url'])
        self.assertIn('k=10', self.gateway.requests[0][1])

    def test_course_narrows_and_alone_lists_its_documents(self):
        self.assertEqual(['Undo'], [doc['title'] for doc in
                                    self.find('?course=git')['documents']])
        self.assertEqual([], self.gateway.requests)
        self.assertEqual([], self.find('?course=git&q=isolation')['documents'])
        self.assertIn('subject=git', self.gateway.requests[0][1])

    def test_what_is_not_live_is_no_source(self):
        self.tell(state='removed', revision=2, receipt={})
        self.assertEqual([], self.find('?q=isolation')['documents'])

    def test_sections_of_a_document_come_with_their_address(self):
        self.gateway.replies['%s/%s/passages' % (API, DOCUMENT)] = 200, {
            'document': DOCUMENT, 'name': 'a.pdf', 'title': 'Isolation',
            'subject': 'databases', 'sections': [
                {'passage': 'c3', 'ordinal': 3,
                 'heading': ['Levels', 'Read']}]}
        section, = self.find('?document=' + DOCUMENT)['sections']
        self.assertEqual((u'Levels \u203a Read', 'learning/passage/%s/c3'
                          % DOCUMENT), (section['section'], section['href']))

    def test_it_is_a_page_without_a_script_too(self):
        page = self.author.get(MATERIAL + '/find?q=isolation').body
        for said in ('learning/passage/%s/c1</code>' % DOCUMENT,
                     'What a &lt;b&gt; sees.', 'find?document=' + DOCUMENT,
                     'href="/trac/learning/material/%s"' % DOCUMENT):
            self.assertIn(said, page)

    def test_services_that_are_away_are_said_beside_what_trac_knows(self):
        self.gateway.replies[API + '/search'] = 503, {}
        found = self.find('?q=isolation')
        self.assertIn('cannot be reached', found['trouble'])
        self.assertEqual(1, len(found['documents']))

    def test_learners_find_no_sources(self):
        self.assertEqual(403, self.learner.get(
            MATERIAL + '/find?q=isolation').status)


if __name__ == '__main__':
    unittest.main()
