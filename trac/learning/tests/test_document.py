# -*- coding: utf-8 -*-
"""One document: its chunks, and taking it away."""

import json
import unittest

from learning.material import document_page
from learning.tests.material_case import (API, DOCUMENT, MATERIAL,
                                          OTHER_DOCUMENT, MaterialTestCase,
                                          chunk, summary)

PAGE = MATERIAL + '/' + DOCUMENT
ROUTE = API + '/' + DOCUMENT


class DocumentCase(MaterialTestCase):

    def setUp(self):
        super(DocumentCase, self).setUp()
        self.tell()

    def serve(self, chunks=(), dropped=(), **more):
        self.gateway.replies[ROUTE] = 200, dict(
            summary(**more), chunks=list(chunks), dropped=list(dropped),
            concepts=['isolation'])

    def cite(self, *hrefs):
        self.env.db_transaction(
            "UPDATE learning_question SET sources=%s WHERE ticket=%s",
            (json.dumps([{'title': 't', 'href': href} for href in hrefs]),
             self.shared))


class PageTestCase(DocumentCase):

    def test_chunks_in_order_with_headings_pages_and_twins(self):
        self.tell(document=OTHER_DOCUMENT, name='notes.md')
        self.serve([
            chunk(0, u'Before <b>all</b>\n  else'),
            chunk(1, 'A level.', heading=['Levels', u'Read \xe9'], page=2,
                  concept='level', duplicates=[
                      {'document': OTHER_DOCUMENT, 'name': 'notes.md',
                       'chunk': 'c9', 'heading': ['Notes'],
                       'similarity': .966},
                      {'document': DOCUMENT[:-1] + '2', 'name': 'away.md',
                       'chunk': 'c8', 'heading': [], 'similarity': .9}]),
            chunk(2, 'x  |  y', heading=['Levels', u'Read \xe9'], page=3,
                  kind='code')],
            [{'what': 'A <picture>', 'why': 'It holds no text.', 'page': 3}])
        page = self.author.get(PAGE).body
        for said in (u'Before &lt;b&gt;all&lt;/b&gt;\n  else',
                     'Before the first heading',
                     u'Levels \u203a Read \xe9</h3>', 'page 2', '97 % like',
                     '%s?chunk=c9#c9"' % OTHER_DOCUMENT,
                     u'notes.md \u203a Notes', '<span dir="auto">away.md',
                     'learning-fixed', 'A &lt;picture&gt;',
                     'It holds no text.', '>isolation<', 'id="c2"',
                     '(3 parts)'):
            self.assertIn(said, page)
        self.assertEqual(1, page.count(u'Read \xe9</h3>'))
        self.assertTrue(page.index('id="c0"') < page.index('id="c1"') <
                        page.index('id="c2"'))

    def test_a_long_document_comes_in_parts(self):
        count = 2 * document_page.CHUNKS_PER_PAGE + 50
        self.serve([chunk(n, 'text %d.' % n) for n in range(count)])
        first = self.author.get(PAGE).body
        self.assertIn('Parts 1 to 200 of 450', first)
        self.assertNotIn('text 200.', first)
        for query in ('?from=200', '?from=399', '?chunk=c333', '?from=200x'):
            page = self.author.get(PAGE + query)
            if page.status == 200:
                self.assertIn('Parts 201 to 400 of 450', page.body)
            else:
                self.assertEqual(400, page.status)
        self.assertIn('text 449.', self.author.get(PAGE + '?from=9999').body)

    def test_what_the_gateway_knows_better_is_taken_in(self):
        self.serve([chunk(0, 'x')], state='ready', revision=2)
        self.assertIn('1 part', self.author.get(PAGE).body)
        self.assertEqual((2, 1, 0), (
            self.document().revision, self.document().chunks,
            self.document().dropped))

    def test_page_without_the_gateway_shows_what_trac_knows(self):
        self.gateway.replies[ROUTE] = 503, {}
        page = self.author.get(PAGE)
        self.assertEqual(200, page.status)
        for said in ('cannot be reached just now',
                     'Below is what Trac knows', '40 parts',
                     'databases/isolation.pdf'):
            self.assertIn(said, page.body)

    def test_unknown_document_is_404_or_503_without_the_gateway(self):
        path = MATERIAL + '/' + OTHER_DOCUMENT
        route = API + '/' + OTHER_DOCUMENT
        self.gateway.replies[route] = 404, {'message': 'No.'}
        self.assertEqual(404, self.author.get(path).status)
        self.gateway.replies[route] = 503, {}
        away = self.author.get(path)
        self.assertEqual(503, away.status)
        self.assertIn('cannot be reached just now', away.body)
        self.assertNotIn('Traceback', away.body)
        self.gateway.replies[route] = 200, dict(
            summary(document=OTHER_DOCUMENT), chunks=[], dropped=[])
        self.assertEqual(200, self.author.get(path).status)
        self.assertEqual(404, self.author.get(MATERIAL + '/nothing').status)


class RemovalTestCase(DocumentCase):

    def test_it_asks_first_and_says_what_it_touches(self):
        self.cite('learning/material/%s?chunk=c1#chunk-c1' % DOCUMENT)
        page = self.author.get(PAGE + '/remove').body
        self.assertIn('Remove databases/isolation.pdf?', page)
        self.assertIn('<dd>40</dd>', page)
        self.assertIn('#%d A shared question' % self.shared, page)
        self.assertNotIn('zebra', page)
        self.assertEqual([], self.gateway.requests)

    def test_removal_is_sent_and_its_receipt_shown(self):
        self.cite('wiki/Elsewhere', 'learning/material/' + DOCUMENT)
        self.gateway.replies[ROUTE] = 202, summary(state='removing',
                                                   revision=2)
        reply = self.author.post(PAGE + '/remove')
        self.assertEqual([None], list(self.asked('DELETE', ROUTE)))
        self.serve(state='removing', revision=2)
        self.assertIn('is being removed', self.author.follow(reply).body)
        self.assertEqual('removing', self.document().phase)
        receipt = {'chunks': 41, 'edges': 37, 'concepts': 53}
        self.tell(state='removed', revision=2, receipt=receipt)
        self.serve(state='removed', revision=2, receipt=receipt)
        page = self.author.get(PAGE).body
        for said in ('<dd>41</dd>', '<dd>37</dd>', '<dd>53</dd>',
                     '#%d A shared question' % self.shared,
                     PAGE + '/restore"'):
            self.assertIn(said, page)
        self.assertNotIn(PAGE + '/remove"', page)

    def test_restore_is_sent_and_the_document_awaited(self):
        self.tell(state='removed', revision=2, receipt={})
        self.gateway.replies[ROUTE + '/restore'] = 202, summary(
            state='uploaded', revision=3)
        reply = self.author.post(PAGE + '/restore')
        self.assertEqual([{}], list(self.asked('POST', ROUTE + '/restore')))
        self.assertEqual(('uploaded', 3), (self.document().phase,
                                           self.document().revision))
        self.serve(state='uploaded', revision=3)
        self.assertIn('is being brought back', self.author.follow(reply).body)

    def test_what_the_gateway_refuses_changes_nothing(self):
        self.gateway.replies[ROUTE] = 409, {'message': 'Unmark it in Trac.'}
        page = self.author.follow(self.author.post(PAGE + '/remove')).body
        self.assertIn('Unmark it in Trac.', page)
        self.assertEqual('ready', self.document().phase)

    def test_get_and_forged_post_remove_nothing(self):
        for action in ('/remove', '/restore'):
            self.author.get(PAGE + action)
        self.assertEqual(400, self.author.post(
            PAGE + '/remove', {'__FORM_TOKEN': 'guessed'}).status)
        self.assertEqual([], list(self.asked('DELETE', ROUTE)))

    def test_a_wiki_page_is_unmarked_and_not_removed(self):
        self.tell(document=OTHER_DOCUMENT, name='Course/A b', origin='wiki')
        self.cite('wiki/Course/A%20b#x')
        self.gateway.replies[API + '/' + OTHER_DOCUMENT] = 503, {}
        path = MATERIAL + '/' + OTHER_DOCUMENT
        page = self.author.get(path).body
        self.assertIn('href="/trac/wiki/Course/A%20b"', page)
        self.assertIn('name="leave"', page)
        self.assertNotIn(path + '/remove"', page)
        self.assertEqual(302, self.author.get(path + '/remove').status)
        self.tell(document=OTHER_DOCUMENT, name='Course/A b', origin='wiki',
                  state='removed', revision=2, receipt={'chunks': 1})
        page = self.author.get(path).body
        self.assertIn('#%d A shared question' % self.shared, page)
        self.assertIn('name="use"', page)


if __name__ == '__main__':
    unittest.main()
