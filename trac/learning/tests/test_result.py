# -*- coding: utf-8 -*-

import unittest

from learning.answers.item_sources import sources_for
from learning.answers.result import describe_score, split_prose


def items(*verdicts):
    return [{'id': str(n), 'label': 'Point %d' % n, 'verdict': verdict}
            for n, verdict in enumerate(verdicts)]


class ScoreTestCase(unittest.TestCase):

    def test_score_is_said_by_the_points_that_are_there(self):
        for verdicts, said in (
                (('yes', 'yes'), 'All 2 points are there.'),
                (('yes',), 'The point is there.'),
                (('no',), 'The point is not there yet.'),
                (('partly',), 'The point is there in part.'),
                (('no', 'no'), 'None of the 2 points is there yet.'),
                (('no', 'partly'),
                 '0 of 2 points are there. 1 is there in part.'),
                (('yes', 'no', 'partly'),
                 '1 of 3 points are there. 1 is there in part.')):
            self.assertEqual(said, describe_score(.5, items(*verdicts)))

    def test_score_without_points_is_said_as_a_whole(self):
        for score, said in ((1, 'Everything'), (.5, 'A good part'),
                            (.01, 'Part of it'), (0, 'not there yet')):
            self.assertIn(said, describe_score(score, []))
        self.assertEqual('', describe_score(None, []))


class ProseTestCase(unittest.TestCase):

    def test_what_stands_at_points_and_sources_is_not_said_twice(self):
        prose, notes = split_prose(
            u'A good start.\n'
            u'This grade is uncertain. A person is asked to look at it.\n'
            u'Point 0: yes, you wrote \u201ca snapshot\u201d.\n'
            u'Point 1: in part, where you wrote \u201cit. knows\u201d. Say '
            u'more about this.\n'
            u'Point 2: you wrote \u201cnever\u201d. Look again: is it the '
            u'other way round?\n'
            u'Decide on one.\n'
            u'Not found yet: Point 3; Point 4.\nRead again: Course.',
            items('yes', 'partly', 'no', 'no', 'no'))
        self.assertEqual(u'A good start.\nDecide on one.', prose)
        self.assertEqual({
            '0': '', '1': 'Say more about this.',
            '2': u'you wrote \u201cnever\u201d. Look again: is it the '
                       u'other way round?'}, notes)

    def test_other_prose_stays_as_it_is(self):
        said = u'You: know this.\n\nNext, read on.'
        self.assertEqual((said, {}), split_prose(said, items('yes')))


class ReadingTestCase(unittest.TestCase):

    def read(self, label, *titles):
        return [source['title'] for source in sources_for(
            label, [{'title': title} for title in titles])]

    def test_source_that_speaks_of_the_point_comes_alone(self):
        self.assertEqual(['Commits and parents'], self.read(
            'The parent of a commit', 'Branches', 'Commits and parents',
            'A commit'))

    def test_where_none_speaks_of_it_all_are_shown_up_to_three(self):
        self.assertEqual(['A', 'B', 'C'], self.read('Why', *'ABCD'))
        self.assertEqual([], self.read('Why'))


if __name__ == '__main__':
    unittest.main()
