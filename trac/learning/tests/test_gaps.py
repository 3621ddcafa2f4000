# -*- coding: utf-8 -*-
"""What learners asked for and the material does not cover."""

import unittest

from learning.tests.material_case import MaterialTestCase

PAGE = '/trac/learning/gaps'
ROUTE = '/api/v1/learning-paths/gaps'


def gap(goal=u'teach me <b>pancakes</b>', **more):
    return dict({'goal': goal, 'learners': 2, 'requests': 5,
                 'first_at': '2026-01-15T09:30:00+00:00',
                 'last_at': '2026-01-16T17:05:00+00:00',
                 'nearest': [{'concept': 'batter', 'title': 'On <eggs>'}]},
                **more)


class GapsTestCase(MaterialTestCase):

    def serve(self, *gaps, **more):
        self.gateway.replies[ROUTE] = 200, dict(
            {'gaps': list(gaps), 'next': None}, **more)

    def test_gaps_are_a_table_with_caption_and_links(self):
        self.serve(gap(), gap('knots', nearest=[]))
        page = self.author.get(PAGE).body
        for said in ('<caption>What learners asked for',
                     'teach me &lt;b&gt;pancakes&lt;/b&gt;', '>2</td>',
                     '>5</td>', '2026-01-16T17:05:00', 'On &lt;eggs&gt;',
                     '/learning/material">Add material</a>'):
            self.assertIn(said, page)
        self.assertLess(page.index('pancakes'), page.index('knots'))
        self.assertEqual([None], list(self.asked('GET', ROUTE)))

    def test_page_in_the_navigation_of_authors_alone(self):
        self.assertIn('/learning/gaps">Gaps', self.author.get(
            '/trac/learning/material').body)
        self.assertNotIn('/learning/gaps', self.learner.get(
            '/trac/learning').body)
        self.assertEqual(403, self.learner.get(PAGE).status)

    def test_without_gaps_it_says_so(self):
        self.serve()
        page = self.author.get(PAGE).body
        self.assertIn('No request without a path yet.', page)
        self.assertIn('Add material</a>', page)
        self.assertNotIn('<table', page)

    def test_list_of_several_pages_links_the_next_and_the_first(self):
        self.serve(gap(), next=50)
        self.assertIn('/learning/gaps?after=50">Next page', self.author.get(
            PAGE).body)
        self.serve(gap())
        page = self.author.get(PAGE + '?after=50').body
        self.assertIn('First page', page)
        self.assertNotIn('Next page', page)
        self.assertIn('after=50', self.gateway.requests[-1][1])

    def test_service_that_is_away_is_said_in_words(self):
        self.gateway.replies[ROUTE] = 503
        page = self.author.get(PAGE).body
        self.assertIn('role="alert"', page)
        self.assertNotIn('covers all', page)


if __name__ == '__main__':
    unittest.main()
