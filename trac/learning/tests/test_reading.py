# -*- coding: utf-8 -*-
"""The material, as learners read it."""

import re
import unittest

from learning.course_order import CourseOrder
from learning.course_order import DOCUMENT as KIND
from learning.library import reading
from learning.library.passages import describe_contents, new_headings
from learning.tests.material_case import (API, DOCUMENT, MATERIAL,
                                          OTHER_DOCUMENT, MaterialTestCase)

PAGE = MATERIAL + '/' + DOCUMENT
ROUTE = '%s/%s/passages' % (API, DOCUMENT)
THIRD_DOCUMENT = '3c6de1f7-6d0a-5c8e-b6a4-94f3a2f8f0e3'


def passage(number, content, heading=(), page=None, kind='text'):
    return {'id': 'c%d' % number, 'ordinal': number, 'heading': list(heading),
            'page': page, 'kind': kind, 'content': content}


class HeadingsTestCase(unittest.TestCase):

    def test_only_what_changes_is_a_heading(self):
        for before, now, found in (
                ([], ['A', 'b'], [('A', 2), ('b', 3)]),
                (['A', 'b'], ['A', 'c'], [('c', 3)]),
                (['A', 'b'], ['A', 'b'], []),
                (['A', 'b'], ['A'], [('A', 2)]),
                (['A'], ['B', 'b'], [('B', 2), ('b', 3)]),
                (['A'], [], []),
                ([], list('ABCDEFG'), [('A', 2), ('B', 3), ('C', 4), ('D', 5),
                                       ('E', 6), ('F', 6), ('G', 6)])):
            self.assertEqual(found, [(one['title'], one['level'])
                                     for one in new_headings(before, now)])

    def test_contents_name_headings_above_that_have_no_text(self):
        sections = [{'passage': 'c0', 'heading': ['T', 'A', 'a']},
                    {'passage': 'c4', 'heading': ['T', 'A', 'b']}]
        self.assertEqual(
            [('A', 'c0', True), ('a', 'c0', True), ('b', 'c4', False)],
            [(one['title'], one['passage'], one['here'])
             for one in describe_contents(sections, 1, ['c0'])])


class ReadingCase(MaterialTestCase):

    def setUp(self):
        super(ReadingCase, self).setUp()
        self.tell()

    def serve(self, passages, count=None, following=None, **more):
        sections = [{'passage': one['id'], 'ordinal': one['ordinal'],
                     'heading': one['heading']} for one in passages
                    if one['heading']]
        self.gateway.replies[ROUTE] = 200, dict({
            'document': DOCUMENT, 'name': 'databases/isolation.pdf',
            'title': 'Isolation levels', 'origin': 'upload',
            'subject': 'databases', 'revision': 1,
            'count': count or len(passages), 'passages': passages,
            'sections': sections, 'next': following}, **more)


class ReadingTestCase(ReadingCase):

    def test_document_is_one_text_with_headings_contents_and_addresses(self):
        self.serve([
            passage(0, u'Before <b>all</b>\n  else', ['Isolation levels']),
            passage(1, 'A level.', ['Isolation levels', u'Read \xe9'], 2),
            passage(2, 'x | y', ['Isolation levels', u'Read \xe9'], 2,
                    'code')])
        page = self.learner.get(PAGE).body
        for said in (u'Before &lt;b&gt;all&lt;/b&gt;\n  else',
                     u'<h2 dir="auto">Read \xe9</h2>', 'id="c2"', 'page 2',
                     u'href="#c1" dir="auto">Read \xe9', 'learning-fixed',
                     'href="/trac/learning/passage/%s/c1"' % DOCUMENT,
                     'subject=databases"'):
            self.assertIn(said, page)
        self.assertEqual(1, page.count('page 2'))
        self.assertEqual(1, page.count('<h1'))
        self.assertNotIn('<h2 dir="auto">Isolation levels', page)
        self.assertEqual(1, len(self.gateway.requests))

    def test_learners_see_none_of_the_authors_controls(self):
        self.serve([passage(0, 'x')])
        page = self.learner.get(PAGE).body
        for said in ('/remove', 'learning-upload', 'Revision', 'read=1',
                     'Manage this'):
            self.assertNotIn(said, page)

    def test_authors_see_what_learners_do_when_they_ask_for_it(self):
        self.serve([passage(0, 'Only this.')])
        page = self.author.get(PAGE + '?read=1').body
        self.assertIn('Only this.', page)
        self.assertIn('href="%s">Manage this document' % PAGE, page)

    def test_passage_that_was_come_for_is_marked(self):
        self.serve([passage(0, 'x'), passage(1, 'y')])
        page = self.learner.get(PAGE + '?chunk=c1').body
        self.assertRegexpMatches(page, 'id="c1" class="[^"]*learning-wanted')
        self.assertEqual(1, page.count('learning-wanted'))
        self.assertIn('passage=c1', self.gateway.requests[0][1])
        self.assertNotIn('no longer in the material', page)

    def test_passage_that_is_gone_is_said_above_the_document_as_it_is(self):
        self.serve([passage(0, 'As it is now.')])
        reply = self.learner.get(PAGE + '?chunk=c9')
        self.assertEqual(200, reply.status)
        self.assertIn('is no longer in the material', reply.body)
        self.assertIn('As it is now.', reply.body)

    def test_long_document_comes_in_parts(self):
        step = reading.PASSAGES_PER_PAGE
        self.serve([passage(n, 'text') for n in range(step, 2 * step)],
                   count=3 * step, following=2 * step - 1)
        page = self.learner.get(PAGE + '?from=%d' % step).body
        self.assertIn('after=%d' % (step - 1), self.gateway.requests[0][1])
        self.assertIn('Passages %d to %d of %d' % (step + 1, 2 * step,
                                                   3 * step), page)
        self.assertIn('rel="prev" href="%s?from=0"' % PAGE, page)
        self.assertIn('rel="next" href="%s?from=%d"' % (PAGE, 2 * step), page)

    def test_documents_around_it_in_its_course_are_the_way_on(self):
        self.tell(document=OTHER_DOCUMENT, name='databases/2.md', title='Two')
        self.tell(document=THIRD_DOCUMENT, name='git/3.md', subject='git',
                  title='Three')
        self.serve([passage(0, 'x')])
        self.assertIn('rel="prev" href="%s/%s" dir="auto">Before: Two'
                      % (MATERIAL, OTHER_DOCUMENT),
                      self.learner.get(PAGE).body)
        CourseOrder(self.env, KIND).save('databases',
                                         [DOCUMENT, OTHER_DOCUMENT])
        page = self.learner.get(PAGE).body
        self.assertIn('rel="next" href="%s/%s" dir="auto">Next: Two'
                      % (MATERIAL, OTHER_DOCUMENT), page)
        self.assertNotIn('rel="prev"', page)

    def test_who_came_from_a_question_goes_back_to_it(self):
        self.serve([passage(0, 'x')], count=99, following=0)
        page = self.learner.get(PAGE + '?ticket=%d' % self.shared).body
        self.assertIn('href="/trac/ticket/%d#learning"' % self.shared, page)
        self.assertIn('ticket=%d' % self.shared,
                      re.search('rel="next" href="([^"]+)', page).group(1))
        bob = self.browse('bob')
        self.assertNotIn('zebra', bob.get(PAGE + '?ticket=%d'
                                          % self.own).body)

    def test_document_that_is_gone_is_said_with_ways_on(self):
        self.gateway.replies[ROUTE] = 404, {'message': 'No.'}
        reply = self.learner.get(PAGE + '?ticket=%d' % self.shared)
        self.assertEqual(404, reply.status)
        for said in ('No longer in the material', 'value="Isolation levels"',
                     'href="%s"' % MATERIAL, 'subject=databases',
                     'href="/trac/ticket/%d#learning"' % self.shared):
            self.assertIn(said, reply.body)

    def test_services_that_are_away_are_said_with_a_way_to_try_again(self):
        self.gateway.replies[ROUTE] = 503, {}
        reply = self.learner.get(PAGE + '?from=60')
        self.assertEqual(503, reply.status)
        self.assertIn('cannot be reached just now', reply.body)
        self.assertIn('href="%s?from=60"' % PAGE, reply.body)


class LibraryTestCase(ReadingCase):

    def setUp(self):
        super(LibraryTestCase, self).setUp()
        self.tell(document=OTHER_DOCUMENT, name='databases/2.md', title='Two')
        self.tell(document=THIRD_DOCUMENT, name='databases/10.md',
                  state='rejected', reason='empty')

    def titles(self, query=''):
        return self.said(self.learner.get(MATERIAL + query),
                         r'<li><a href="/trac/learning/material/[^"]+" '
                         r'dir="auto">([^<]+)')

    def test_courses_list_what_can_be_read_in_their_order(self):
        self.assertEqual(['Two', 'Isolation levels'], self.titles())
        CourseOrder(self.env, KIND).save('databases', [DOCUMENT])
        self.assertEqual(['Isolation levels', 'Two'], self.titles())
        self.assertEqual([], self.titles('?subject=git'))
        self.tell(state='removed', revision=2, receipt={})
        self.assertEqual(['Two'], self.titles())

    def test_library_is_in_the_learners_navigation(self):
        self.assertIn('href="%s">Material</a>' % MATERIAL,
                      self.learner.get('/trac/learning').body)

    def test_learners_search_and_the_words_are_marked(self):
        self.gateway.replies[API + '/search'] = 200, {'hits': [
            {'chunk': 'c1', 'document': DOCUMENT, 'name': 'a.pdf',
             'title': 'Isolation', 'heading': ['Isolation', 'Levels'],
             'page': 2, 'content': 'What <i> levels isolate.', 'score': 0.3,
             'subject': 'databases'},
            {'chunk': 'c2', 'document': DOCUMENT, 'title': 'Far away',
             'heading': [], 'content': 'Something else.', 'score': 0.3}]}
        page = self.learner.get(MATERIAL + '?q=isolation+level').body
        for said in (u'Isolation \u203a Levels', 'page 2',
                     'What &lt;i&gt; <mark>levels</mark> <mark>isolate</mark>',
                     'href="/trac/learning/passage/%s/c1"' % DOCUMENT,
                     '1 passage was found.'):
            self.assertIn(said, page)
        self.assertNotIn('fits', page)
        self.assertNotIn('Far away', page)

    def test_many_documents_come_on_several_pages(self):
        for n in range(150):
            self.tell(document='00000000-0000-4000-8000-%012d' % n,
                      name='m/%d.md' % n, title='M%d' % n)
        self.assertEqual(100, len(self.titles()))
        self.assertEqual(52, len(self.titles('?page=2')))
        self.assertIn('Page 2 of 2',
                      self.learner.get(MATERIAL + '?page=2').body)


class OrderTestCase(ReadingCase):

    def setUp(self):
        super(OrderTestCase, self).setUp()
        self.tell(document=OTHER_DOCUMENT, name='databases/2.md', title='Two')
        self.tell(document=THIRD_DOCUMENT, name='git/3.md', subject='git',
                  title='Three')

    def keys(self, query=''):
        return self.said(self.author.get(MATERIAL + query),
                         r'data-key="([0-9a-f-]{36})"')

    def test_author_moves_a_document_and_comes_back_to_it(self):
        self.assertEqual([OTHER_DOCUMENT, DOCUMENT, THIRD_DOCUMENT],
                         self.keys())
        reply = self.author.post(MATERIAL + '/order', {
            'up': DOCUMENT, 'subject': 'databases'})
        self.assertTrue(reply.headers['Location'].endswith(
            '?subject=databases#document-' + DOCUMENT))
        self.assertIn('Isolation levels: place 1 of 2 now.',
                      self.author.follow(reply).body)
        self.assertEqual([DOCUMENT, OTHER_DOCUMENT, THIRD_DOCUMENT],
                         self.keys())
        self.author.post(MATERIAL + '/order', {'down': DOCUMENT})
        self.assertEqual([OTHER_DOCUMENT, DOCUMENT, THIRD_DOCUMENT],
                         self.keys())

    def test_first_and_last_stay_and_it_is_said(self):
        for move, said in (({'up': OTHER_DOCUMENT}, 'Two is the first'),
                           ({'down': DOCUMENT}, 'levels is the last'),
                           ({'up': '0' * 36}, 'no such document'), ({}, '')):
            reply = self.author.post(MATERIAL + '/order', move)
            self.assertIn(said, self.author.follow(reply).body)
        self.assertEqual([OTHER_DOCUMENT, DOCUMENT, THIRD_DOCUMENT],
                         self.keys())

    def test_what_was_removed_stands_last_and_does_not_move(self):
        self.tell(document=OTHER_DOCUMENT, name='databases/2.md',
                  state='removed', revision=2, subject='databases')
        self.assertEqual([DOCUMENT, OTHER_DOCUMENT, THIRD_DOCUMENT],
                         self.keys())
        page = self.author.get(MATERIAL).body
        self.assertIn('name="up" value="%s"' % DOCUMENT, page)
        self.assertNotIn('name="up" value="%s"' % OTHER_DOCUMENT, page)

    def test_narrowed_list_is_not_moved_in(self):
        for query in ('?state=ready', '?name=iso'):
            self.assertNotIn('name="up"', self.author.get(
                MATERIAL + query).body)
        self.assertIn('name="up"', self.author.get(
            MATERIAL + '?subject=git').body)

    def test_newest_first_is_a_list_that_is_not_moved_in(self):
        self.tell(document=OTHER_DOCUMENT, name='databases/2.md', title='Two',
                  revision=2)
        self.assertEqual(OTHER_DOCUMENT, self.keys('?order=newest')[0])
        self.tell(document=THIRD_DOCUMENT, name='git/3.md', title='Three',
                  revision=2, subject='git')
        page = self.author.get(MATERIAL + '?order=newest&subject=git').body
        self.assertNotIn('name="up"', page)
        self.assertEqual(THIRD_DOCUMENT, self.keys('?order=newest')[0])

    def test_names_and_titles_are_searched(self):
        self.assertEqual([DOCUMENT], self.keys('?name=ISO+lev'))
        self.assertEqual([OTHER_DOCUMENT], self.keys('?name=two'))
        self.assertEqual([], self.keys('?name=100%25'))

    def test_learners_move_nothing(self):
        self.learner.get('/trac/learning')
        self.assertEqual(403, self.learner.post(
            MATERIAL + '/order', {'up': DOCUMENT}).status)
        self.assertEqual({}, CourseOrder(self.env, KIND).places())


if __name__ == '__main__':
    unittest.main()
