# -*- coding: utf-8 -*-
"""An answer that cannot be taken: its learner stays on the ticket's page, with
what was written and what to do.
"""

import re
import unittest

from trac.ticket.model import Ticket

from learning.questions.question import Questions
from learning.tests.question_case import AUTHOR, LEARNER, REFERENCE, SUBS
from learning.tests.test_pages import PageCase


class RefusedTestCase(PageCase):

    def refused(self, status, ticket, text, **more):
        req = self.answer(ticket, text, **more)
        self.assertEqual(status, req.status_sent[0][:3])
        page = self.body(req)
        self.assertIn('id="trac-ticket-title"', page)
        self.assertIn('<div class="learning-question" dir="auto">What does a '
                      'commit record?', page)
        self.assertNotIn(REFERENCE, page)
        return page

    def box(self, page):
        hidden, error, attributes, kept = re.search(
            r'(?s)<p id="learning-error"[^>]*?(hidden="hidden")?>(.*?)</p>\s*'
            r'<textarea id="learning-answer"([^>]*)>\n(.*?)</textarea>',
            page).groups()
        return attributes, kept, hidden, error

    def test_empty_answer_is_refused_at_the_field(self):
        attributes, kept, hidden, error = self.box(
            self.refused('400', self.ticket(), u' \r\n'))
        self.assertEqual((u' \n', None, 'Please write an answer first.'),
                         (kept, hidden, error))
        for expected in ('aria-invalid="true"', 'autofocus="autofocus"',
                         'aria-describedby="learning-error learning-limit"'):
            self.assertIn(expected, attributes)

    def test_page_without_a_refusal_has_no_error(self):
        attributes, kept, hidden, error = self.box(
            self.ticket_page(LEARNER, self.ticket()))
        self.assertEqual((u'', 'hidden="hidden"', u''), (kept, hidden, error))
        self.assertNotIn('aria-invalid', attributes)

    def test_too_long_an_answer_keeps_its_text(self):
        _, kept, _, error = self.box(self.refused(
            '400', self.ticket(), u'w' * 20001))
        self.assertEqual(u'w' * 20001, kept)
        self.assertIn('20,001 characters', error)

    def test_answer_to_a_question_that_changed_is_shown_the_new_one(self):
        ticket = self.ticket()
        Questions(self.env).save(
            Questions(self.env).get(ticket)._replace(
                question=u'What does a commit record? Say why.'),
            SUBS[AUTHOR], ())
        page = self.refused('409', ticket, u'my words', revision='1')
        self.assertIn('Say why.', page)
        self.assertIn('name="revision" value="2"', page)
        self.assertEqual(u'my words', self.box(page)[1])

    def test_answer_before_the_grade_of_the_last_is_kept_in_an_open_box(self):
        ticket = self.ticket()
        self.answer(ticket, u'first')
        page = self.refused('429', ticket, u'second')
        self.assertIn('<details class="learning-again" open="open">', page)
        self.assertEqual(u'second', self.box(page)[1])

    def test_closed_question_keeps_the_text_without_a_form(self):
        ticket = self.ticket()
        closed = Ticket(self.env, ticket)
        closed['status'] = 'closed'
        closed.save_changes(AUTHOR, '')
        page = self.refused('409', ticket, u'my words')
        self.assertIn(u'\nmy words</textarea>', page)
        self.assertIn('role="alert">This question is closed', page)
        self.assertNotIn('<form class="learning-form"', page)


class ImprovingTestCase(PageCase):

    def panel(self, ticket):
        page = self.ticket_page(LEARNER, ticket)
        return page[page.index('<section id="learning"'):page.index(
            '</section>')]

    def test_form_holds_the_newest_answer_and_is_open_where_something_misses(
            self):
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'my <words>')
        self.assertIn('<details class="learning-again" hidden="hidden" '
                      'open="open">', self.panel(ticket))
        self.grade(ticket)
        panel = self.panel(ticket)
        self.assertIn('<details class="learning-again" open="open">', panel)
        self.assertIn(u'\nmy &lt;words&gt;</textarea>', panel)
        self.assertTrue(panel.index('id="learning-title"') <
                        panel.index('id="learning-result"') <
                        panel.index('class="learning-again"'))

    def test_form_is_folded_when_all_is_well(self):
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'mine')
        self.grade(ticket, score=1)
        self.assertIn('<details class="learning-again">', self.panel(ticket))

    def test_point_is_said_once_with_what_to_read(self):
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'mine')
        document = '7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c01'
        self.grade(ticket, feedback=u'A good start.\nWhat a commit records: '
                   u'yes, you wrote \u201ca snapshot\u201d.\nNot found yet: '
                   u'Point 2.\nRead again: Course.', sources=[
                       {'title': 'Course', 'href':
                        'learning/material/%s?chunk=c-1' % document}])
        panel = self.panel(ticket)
        passage = '/trac.cgi/learning/passage/%s/c-1' % document
        for said in ('data-passage="%s/fragment"' % passage,
                     'href="%s"' % passage, 'A good start.',
                     '1 of 2 points are there.', 'a person may still change'):
            self.assertIn(said, panel)
        for once in ('What a commit records', 'Point 2', 'a snapshot'):
            self.assertEqual(1, panel.count(once + '<'), once)
        self.assertNotIn('Not found yet', panel)
        self.assertNotIn('Read again:', panel)

    def test_next_question_is_the_one_primary_link(self):
        first, second = self.ticket(), self.ticket()
        self.assertNotIn('<a class="learning-primary', self.panel(first))
        self.answer(first, u'mine')
        self.assertNotIn('<a class="learning-primary', self.panel(first))
        self.grade(first, score=.9)
        panel = self.panel(first)
        self.assertEqual(1, panel.count('<a class="learning-primary'))
        self.assertIn('href="/trac.cgi/ticket/%d#learning"' % second, panel)
        self.answer(second, u'mine')
        self.grade(second, ident='h')
        self.grade(first, ident='i', attempt=1, score=1, revision=2)


class DueTestCase(PageCase):

    def panel(self, ticket, due_at):
        self.env.db_transaction("UPDATE learning_question SET due_at=%s "
                                "WHERE ticket=%s", (due_at, ticket))
        return self.ticket_page(LEARNER, ticket)

    def test_due_date_is_said_and_what_is_over_without_blame(self):
        ticket = self.ticket()
        self.assertNotIn('learning-due', self.panel(ticket, None))
        self.assertIn('Due <time data-as="date"',
                      self.panel(ticket, 4102444800000000))
        late = self.panel(ticket, 1000000000000000)
        self.assertIn('<strong>Overdue:</strong> it was due <time', late)
        self.assertIn('and is still taken', late)
        self.answer(ticket, u'mine')
        self.assertNotIn('learning-due', self.panel(ticket, 1000000000000000))


if __name__ == '__main__':
    unittest.main()
