# -*- coding: utf-8 -*-
"""What a learner and an author find when they come."""

import re
import unittest

from learning import timestamps
from learning.tests.course_case import CourseTestCase
from learning.tests.path_case import OTHER_PATH
from learning.tests.test_paths import ADA
from learning.tests.test_reviews import HOUR, review

HOME, COURSES = '/trac/learning', '/trac/learning/courses'


class HomeTestCase(CourseTestCase):

    def home(self, browser=None):
        reply = (browser or self.ada).get(HOME)
        self.assertEqual(200, reply.status)
        return reply.body

    def primary(self, page):
        """(address, words) of the one link that stands out, or None."""
        found = re.findall(r'<a id="learning-continue"[^>]* href="([^"]*)">'
                           r'(.*?)</a>', page, re.DOTALL)
        self.assertLessEqual(len(found), 1)
        return found and (found[0][0], re.sub(r'<.*?>', '', found[0][1]))

    def test_learner_begins_with_one_question_and_goes_on_with_the_next(self):
        first, second, _third = self.course()
        self.assertEqual(('/trac/ticket/%d#learning' % first,
                          'Begin: 1. Databases'), self.primary(self.home()))
        self.answer(first, score=1.)
        page = self.home()
        self.assertEqual(('/trac/ticket/%d#learning' % second,
                          'Continue: 2. Databases'), self.primary(page))
        self.assertLess(page.index('learning-continue'),
                        page.index('learning-cards'))

    def test_what_was_passed_counts_and_what_was_looked_at_does_not(self):
        first, second, third = self.course()
        self.ada.get('/trac/ticket/%d' % third)
        self.answer(first, score=.8)
        self.answer(second, score=.79)
        page = self.home()
        self.assertRegexpMatches(
            page, r'<progress value="1" max="3" aria-hidden="true">'
            r'</progress>\s*<p class="learning-card-said">1 of 3 passed\s*'
            r'<span class="learning-hint">1 to improve</span>')
        self.answer(third, phase='queued')
        self.assertIn('1 waits for its grade, 1 to improve', self.home())

    def test_due_date_stands_on_the_card_until_all_is_answered(self):
        ticket = self.ask('Due', due_at=timestamps.now() + timestamps.DAY / 2)
        self.assertIn('due within a day', self.home())
        self.answer(ticket, score=.1)
        self.assertNotIn('due within a day', self.home())

    def test_course_that_is_all_passed_stands_behind_the_others(self):
        done, = self.course(1, 'Algebra')
        self.course(1, 'Biology')
        self.answer(done, score=1.)
        self.assertEqual(['Biology', 'Algebra'], re.findall(
            r'<h3><a [^>]*>(.*?)</a>', self.home()))

    def test_reviews_paths_and_courses_stand_below(self):
        self.course()
        steps = self.accepted()
        for n, due_s in ((1, -2), (3, -1)):
            self.answer(steps[n], score=.9)
            self.tell_change(ADA, 'review', ticket=steps[n],
                             review=review(due_s=due_s * HOUR))
        page = self.home()
        self.assertEqual('Review: Transaction', self.primary(page)[1])
        reviews = page.split('reviews-title')[1].split('courses-title')[0]
        self.assertIn('Lock</a>', page)
        self.assertNotIn('Transaction', reviews)
        self.assertRegexpMatches(page, r'2 of 3 steps done\s*<span[^>]*>'
                                 'next: Isolation')
        for before, after in (('reviews-title', 'courses-title'),
                              ('courses-title', 'paths-title')):
            self.assertLess(page.index(before), page.index(after))

    def test_learner_who_passed_all_is_told_and_offered_a_path(self):
        first, = self.course(1)
        self.answer(first, score=1.)
        page = self.home()
        self.assertFalse(self.primary(page))
        self.assertIn('You have passed all that is here for you.', page)
        self.assertIn('action="/trac/learning/paths/new"', page)
        self.assertIn('name="goal"', page)

    def test_learner_whose_answer_waits_is_told_that(self):
        first, = self.course(1)
        self.answer(first, phase='received')
        self.assertIn('1 answer waits for its grade.', self.home())

    def test_learner_without_questions_is_told_that_there_are_none(self):
        self.assertIn('There is no question for you yet.', self.home())

    def test_author_sees_courses_and_the_desk_and_no_question_to_answer(self):
        first, _second, _third = self.course()
        self.answer(first, score=1.)
        page = self.home(self.author)
        self.assertFalse(self.primary(page))
        self.assertIn('No answer waits for you at the desk', page)
        self.assertIn('1 of 1 answers passed', page)
        self.assertIn(u'3 questions \xb7 1 learner', page)

    def test_queries_are_as_many_for_many_courses_as_for_few(self):
        self.course(2, 'Few')
        self.home()     # the first page of all learns more than its own
        few = self.count_queries(self.home)
        for n in range(30):
            self.course(3, 'Course %d' % n)
        self.assertEqual(few, self.count_queries(self.home))


class CoursesTestCase(CourseTestCase):

    def test_courses_stand_in_natural_order_and_what_has_none_last(self):
        for course in ('Part 10', 'Part 2', '', 'algebra'):
            self.ask('A question', course)
        self.assertEqual(
            ['algebra', 'Part 2', 'Part 10', 'Questions without a course'],
            re.findall(r'<h2><a [^>]*>(.*?)</a>', self.ada.get(COURSES).body))

    def test_many_courses_come_in_pages_and_are_found_by_name(self):
        for n in range(61):
            self.ask('A question', 'Course %d' % n)
        page = self.ada.get(COURSES).body
        self.assertEqual(60, page.count('class="learning-card"'))
        self.assertIn('after=60">Next page', page)
        page = self.ada.get(COURSES + '?after=60').body
        self.assertEqual(1, page.count('class="learning-card"'))
        page = self.ada.get(COURSES + '?q=SE%2060').body
        self.assertIn('>Course 60</a>', page)
        self.assertEqual(1, page.count('class="learning-card"'))

    def test_anothers_question_makes_no_course(self):
        self.ask('Of Bob', 'Secret', learner='bob')
        self.assertNotIn('Secret', self.ada.get(COURSES).body)


class PathListTestCase(CourseTestCase):

    def test_paths_are_grouped_with_their_progress(self):
        steps = self.accepted()
        self.answer(steps[1], score=.9)
        self.tell(ADA, path=OTHER_PATH)
        page = self.ada.get('/trac/learning/paths').body
        self.assertEqual(['You are on them', 'On their way'],
                         re.findall(r'<h2 id="paths-\d">(.*?)<', page))
        self.assertRegexpMatches(page, '1 of 3 steps done</span>\\s*'
                                 '<span class="learning-hint">next: Isol')
        for n in (2, 3):
            self.answer(steps[n], score=.9)
        page = self.ada.get('/trac/learning/paths').body
        self.assertEqual(['On their way', 'Done'],
                         re.findall(r'<h2 id="paths-\d">(.*?)<', page))


class NavigationTestCase(CourseTestCase):

    def links(self, browser, page):
        nav = re.search(r'id="ctxtnav".*?</div>', browser.get(page).body,
                        re.DOTALL).group(0)
        return re.findall(r'<a(?: aria-current="(\w+)")?[^>]*>(.*?)</a>', nav)

    def test_learners_have_few_entries(self):
        self.assertEqual(
            [('page', 'Home'), ('', 'Courses'), ('', 'Paths'),
             ('', 'Reviews'), ('', 'Material')], self.links(self.ada, HOME))

    def test_group_is_current_and_shows_its_pages(self):
        self.assertIn(('true', 'Write'), self.links(
            self.author, '/trac/learning/questions/generated'))
        page = self.author.get('/trac/learning/questions/generated').body
        nav = re.search(r'<nav class="learning-pages-nav" '
                        r'aria-label="Write">.*?</nav>', page, re.DOTALL)
        self.assertRegexpMatches(
            nav.group(0), 'href="/trac/learning/questions">Questions</a>')
        self.assertRegexpMatches(
            nav.group(0), 'aria-current="page"[^>]*>Generated questions</a>')

    def test_group_of_one_page_has_no_navigation_of_its_own(self):
        self.assertNotIn('learning-pages-nav', self.ada.get(HOME).body)


if __name__ == '__main__':
    unittest.main()
