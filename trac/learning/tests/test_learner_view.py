# -*- coding: utf-8 -*-
"""An author looks at a ticket as its learners do."""

import re
import unittest

from learning.tests.draft_case import DraftTestCase, number_in

#: Tables that a page could write.
WRITTEN = ('learning_opening', 'learning_attempt', 'learning_seat',
           'learning_outbox', 'session', 'session_attribute',
           'ticket_change')


class LearnerViewTestCase(DraftTestCase):

    maxDiff = None

    def view(self, ticket, browser=None):
        reply = (browser or self.author).get(
            '/trac/ticket/%d?as=learner' % ticket)
        self.assertEqual(200, reply.status)
        return reply.body

    def contents(self):
        return [self.env.db_query("SELECT * FROM %s" % table)
                for table in WRITTEN]

    def plain(self, page):
        """The page without what differs from person to person."""
        page = re.sub(r'(?s)<p class="learning-as-learner".*?</p>', '', page)
        page = re.sub(r' (disabled|inert)="\w+"', '', page)
        page = re.sub(r'[0-9a-f]{24,}|[0-9a-f]{8}-[0-9a-f-]{27}', '', page)
        page = re.sub(r'\n\s*', '\n', page)
        return re.sub(r'bob@demo\.test|a learner|(\?|&amp;)as=learner', '',
                      page)

    def panel(self, page):
        return re.search(r'(?s)<section id="learning".*?</section>',
                         page).group()

    def test_panel_is_the_one_that_a_learner_gets(self):
        ticket = number_in(self.send())
        self.assertEqual(
            self.plain(self.panel(
                self.bob.get('/trac/ticket/%d' % ticket).body)),
            self.plain(self.panel(self.view(ticket))))

    def test_page_has_no_more_than_a_learners(self):
        ticket = number_in(self.send())
        page = self.view(ticket)
        self.assertIn('who has not answered yet', page)
        self.assertIn('Nothing can be sent from here', page)
        for extra in ('Learning question', 'learning-answers',
                      'learning/desk', 'learning/material"', 'As a learner'):
            self.assertNotIn(extra, page)
        author = self.author.get('/trac/ticket/%d' % ticket).body
        for extra in ('Learning question', 'As a learner'):
            self.assertIn(extra, author)

    def test_every_field_and_button_of_it_is_off(self):
        page = self.view(number_in(self.send()))
        content = page[page.index('<div id="content"'):page.index(
            '<div id="footer"')]
        fields = re.findall(r'<(?:button|input|textarea|select)\b[^>]*>',
                            content)
        self.assertGreater(len(fields), 3)
        for field in fields:
            self.assertIn('disabled="disabled"', field)
        for form in re.findall(r'<form\b[^>]*>', content):
            self.assertIn('inert="inert"', form)    # whatever scripts do

    def test_looking_as_a_learner_writes_nothing(self):
        ticket = number_in(self.send())
        self.author.get('/trac/ticket/%d' % ticket)
        before = self.contents()
        self.view(ticket)
        self.assertEqual(before, self.contents())

    def test_draft_is_shown_as_it_would_be_released(self):
        ticket = self.draft(question='What is an okapi?')
        page = self.view(ticket)
        self.assertIn('What is an okapi?', self.panel(page))
        self.assertIn('class="learning-head', page)
        released = number_in(self.send())
        self.send(self.address(released), revision='1', draft='1',
                  question='What is a gnu?')
        self.assertIn('What is a gnu?', self.panel(self.view(released)))

    def test_draft_that_is_not_finished_says_what_is_missing(self):
        page = self.view(self.draft(reference=''))
        self.assertIn('The draft is not complete', page)
        self.assertNotIn('<section id="learning"', page)

    def test_question_for_one_learner_is_seen_as_that_learner_sees_it(self):
        page = self.view(self.own)
        self.assertIn('as ada@demo.test sees it', page)
        self.assertIn('id="learning-answer"', page)

    def test_learner_who_asks_for_it_gets_the_page_as_it_is(self):
        ticket = number_in(self.send())
        page = self.view(ticket, self.bob)
        self.assertNotIn('Nothing can be sent from here', page)
        self.assertEqual(403, self.bob.get(
            '/trac/ticket/%d?as=learner' % self.draft()).status)
        self.assertEqual(403, self.bob.get(
            '/trac/ticket/%d?as=learner' % self.own).status)

    def test_next_request_is_the_authors_again(self):
        ticket = number_in(self.send())
        self.view(ticket)
        self.assertIn('Learning question',
                      self.author.get('/trac/ticket/%d' % ticket).body)


if __name__ == '__main__':
    unittest.main()
