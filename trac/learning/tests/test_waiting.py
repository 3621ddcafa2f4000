# -*- coding: utf-8 -*-
"""The list of changes that wait, and what is said of it elsewhere."""

import re
import unittest

from trac.wiki.model import WikiPage

from learning.tests.material_case import MATERIAL
from learning.tests.question_case import LEARNER
from learning.tests.test_approval import WIKI, ApprovalCase
from learning.wiki_material import waiting_changes, waiting_page

WAITING = MATERIAL + '/waiting'


class WaitingPageTestCase(ApprovalCase):

    def fields(self, page):
        """The hidden fields of the first form on the list."""
        form = re.search(r'<form method="post" action="%s">(.*?)</form>'
                         % WAITING, page, re.DOTALL).group(1)
        return dict(re.findall(
            r'name="(name|version|saved)" value="([^"]*)"', form))

    def post(self, button, browser=None, **more):
        fields = self.fields(self.author.get(WAITING).body)
        return (browser or self.author).post(
            WAITING, dict(fields, **dict(more, **{button: '1'})))

    def test_change_is_shown_with_writer_time_and_difference(self):
        self.use('A')
        self.write('A', 'the earth is round\nsame')
        self.write('A', 'the earth is <b>flat</b>\nsame', author=LEARNER)
        page = self.author.get(WAITING).body
        for said in ('Changes that wait <span class="trac-count">(1)',
                     '>A</a>', 'learner@',
                     'Compared with version 1, which is taught',
                     '&lt;b&gt;flat&lt;/b&gt;', 'a comment',
                     'aria-label="Teach version 2 of A"',
                     'aria-label="Do not teach version 2 of A"',
                     'aria-label="Difference of A"'):
            self.assertIn(said, page)
        self.assertNotIn('<b>flat', page)

    def test_empty_list_says_so(self):
        self.assertIn('No changes wait.', self.author.get(WAITING).body)

    def test_decision_by_form_teaches_or_refuses_the_version(self):
        self.page()
        page = self.author.follow(self.post('refuse')).body
        self.assertIn('Version 2 of A is not taught.', page)
        self.assertIn('No changes wait.', page)
        self.write('A', 'three', author=LEARNER)
        page = self.author.follow(self.post('teach')).body
        self.assertIn('Version 3 of A is taught now.', page)
        self.assertEqual(('A', 2, 3, 'three'), self.told()[-1])

    def test_late_decision_is_answered_in_words(self):
        self.page()
        fields = self.fields(self.author.get(WAITING).body)
        self.write('A', 'unseen', author=LEARNER)
        page = self.author.follow(self.author.post(
            WAITING, dict(fields, teach='1'))).body
        self.assertIn('A was changed again since you looked at it', page)
        WikiPage(self.env, 'A').delete()
        page = self.author.follow(self.author.post(
            WAITING, dict(fields, teach='1'))).body
        self.assertIn('The page A was deleted', page)
        self.assertNotIn('unseen', [row[3] for row in self.told()])

    def test_form_without_a_decision_changes_nothing(self):
        self.page()
        fields = self.fields(self.author.get(WAITING).body)
        for form in (fields, dict(fields, teach='1', refuse='1')):
            page = self.author.follow(self.author.post(WAITING, form)).body
            self.assertIn('Please say whether', page)
        self.assertEqual([('A', 2, 1)], self.waiting())

    def test_others_than_authors_see_and_decide_nothing(self):
        self.page()
        operator = self.browse('operator')
        for browser in (self.learner, operator):
            browser.get('/trac/learning')
            self.assertEqual(403, browser.get(WAITING).status)
            self.assertEqual(403, self.post('teach', browser).status)
        self.assertEqual(400, self.post('teach', __FORM_TOKEN='x').status)
        self.author.get(WAITING + '?name=A&version=2&teach=1')
        self.assertEqual([('A', 2, 1)], self.waiting())

    def test_long_page_is_compared_on_its_own_page(self):
        self.use('A')
        self.write('A', 'one')
        self.write('A', 'x\n' * waiting_changes.MAX_DIFF_LINES, author=LEARNER)
        page = self.author.get(WAITING).body
        self.assertIn('See the difference on a page of its own', page)
        self.assertIn('/wiki/A?action=diff&amp;version=2&amp;old_version=1',
                      page)
        self.assertIn('Teach version 2 of A', page)

    def test_differences_that_take_long_are_on_their_own_pages(self):
        self.addCleanup(setattr, waiting_changes, 'MAX_DIFF_S',
                        waiting_changes.MAX_DIFF_S)
        self.page()
        waiting_changes.MAX_DIFF_S = 0
        page = self.author.get(WAITING).body
        self.assertIn('See the difference on a page of its own', page)
        self.assertIn('Teach version 2 of A', page)

    def test_long_list_says_how_many_follow(self):
        self.addCleanup(setattr, waiting_page, 'MAX_LISTED',
                        waiting_page.MAX_LISTED)
        waiting_page.MAX_LISTED = 2
        self.use('C/')
        for n in range(5):
            self.write('C/%d' % n, 'x', author=LEARNER)
        page = self.author.get(WAITING).body
        self.assertEqual(2, page.count('name="teach"'))
        self.assertIn('3 more follow', page)


class NoticeTestCase(ApprovalCase):

    def test_authors_see_the_count_on_the_material_page(self):
        self.assertNotIn(WAITING, self.author.get(MATERIAL).body)
        self.page()
        page = self.author.get(MATERIAL).body
        self.assertIn('href="%s">1 change of a wiki page waits' % WAITING,
                      page)
        self.decide('A', teach=False)
        self.assertNotIn(WAITING, self.author.get(MATERIAL).body)

    def test_page_says_to_each_what_concerns_them(self):
        self.use('A')
        self.write('A', 'one')
        self.write('A', 'two', author='ada@demo.test')
        page = self.author.get(WIKI + 'A').body
        self.assertIn('A change by <span class="trac-author">ada<', page)
        self.assertIn('href="%s">see it and decide' % WAITING, page)
        self.assertIn('Your change is on the page; it is taught when an '
                      'author has looked at it.',
                      self.learner.get(WIKI + 'A').body)
        page = self.browse('bob').get(WIKI + 'A').body
        self.assertNotIn('Your change', page)
        self.assertNotIn('waits', page)
        self.decide('A')
        self.assertNotIn('waits', self.author.get(WIKI + 'A').body)
        self.assertNotIn('Your change', self.learner.get(WIKI + 'A').body)

    def test_learner_who_edits_by_form_is_told(self):
        self.use('A')
        self.write('A', 'one')
        self.learner.get(WIKI + 'A')
        page = self.learner.follow(self.learner.post(WIKI + 'A', {
            'action': 'edit', 'version': '1', 'text': 'two', 'save': 'Save',
            'comment': ''})).body
        self.assertIn('Your change is on the page', page)
        self.assertEqual([('A', 2, 1)], self.waiting())


if __name__ == '__main__':
    unittest.main()
