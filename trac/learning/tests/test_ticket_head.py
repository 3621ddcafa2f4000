# -*- coding: utf-8 -*-
"""The page of a ticket with a question, as learners and authors have it."""

import re
import unittest

from trac.ticket.model import Ticket

from learning import timestamps
from learning.tests.private_ticket_case import SECRET, PrivateTicketTestCase
from learning.tickets import page_layout
from learning.tickets.workflow import WorkflowOfQuestions
from learning.users.names import AUTHOR

SEAT = ("INSERT INTO learning_seat (ticket, sub, last_attempt, "
        "counting_attempt, counting_score, deducted) "
        "VALUES (%s, %s, 2, %s, %s, 0)")
ATTEMPT = ("INSERT INTO learning_attempt (ticket, sub, attempt, event_id, "
           "phase, phase_at, submitted, score, answer, feedback, items, "
           "provisional, needs_review, sources, grader, grade_id, person, "
           "revision, reason, decisions) VALUES (%s, %s, %s, %s, 'graded', "
           "%s, %s, %s, 'a', '', '[]', 1, 0, '[]', '', %s, 0, 1, '', 0)")


class HeadTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(HeadTestCase, self).setUp()
        WorkflowOfQuestions(self.env)
        self.env.db_transaction("UPDATE ticket SET status='open', "
                                "type='question'")
        self.env.db_transaction("UPDATE learning_question SET course='Git'")

    def page(self, name, number=None, more=''):
        return self.browse(name).get('/trac/ticket/%d%s' % (
            number or self.own, more)).body

    def head(self, name, number=None):
        page = self.page(name, number)
        begin = page.index('<div class="learning-head">')
        return page[begin:page.index('<section id="learning"')]

    def graded(self, number, name, *scores):
        sub, now = 'sub-' + name, timestamps.now()
        best = max(range(len(scores)), key=lambda n: (scores[n], -n))
        self.env.db_transaction(SEAT, (number, sub, best + 1, scores[best]))
        for n, score in enumerate(scores, 1):
            ident = '%s-%s-%s' % (number, sub, n)
            self.env.db_transaction(ATTEMPT, (
                number, sub, n, ident, now, now, score, ident))

    def due(self, days):
        self.env.db_transaction(
            "UPDATE learning_question SET due_at=%s",
            (timestamps.now() + int(days * timestamps.DAY),))


class LearnerTestCase(HeadTestCase):

    def test_head_says_title_course_standing_and_due_date(self):
        self.due(0.5)
        head = self.head('ada')
        for said in ('The zebra question', 'Git', 'not answered yet',
                     'described'):
            self.assertIn(said, head)
        self.assertRegexpMatches(head, r'due <time[^>]*>to(day|morrow) ')

    def test_fields_of_bugs_are_not_shown(self):
        page = self.page('ada')
        for said in ('Priority:', 'Milestone:', 'Component:', 'Owned by:',
                     'class="properties"', 'Modify Ticket',
                     'class="trac-topnav"', 'action="resolve"',
                     'TracTickets'):
            self.assertNotIn(said, page)
        self.assertEqual(1, page.count('id="ticket"'))
        self.assertEqual(1, page.count('id="trac-ticket-title"'))

    def test_comment_form_is_folded_and_still_sends_a_comment(self):
        page = self.page('ada')
        self.assertIn('<details id="learning-comment" '
                      'class="learning-comment"><summary>Ask or comment',
                      page)
        form = page[page.index('<details id="learning-comment"'):]
        form = form[:form.index('</details>')]
        self.assertIn('<textarea id="comment"', form)
        fields = dict(re.findall(
            r'name="(start_time|view_time)"\s+value="(\d+)"', form))
        self.assertEqual(['leave'], re.findall(r'id="action_(\w+)"', form))
        ada = self.browse('ada')
        ada.get('/trac/ticket/%d' % self.own)
        reply = ada.post('/trac/ticket/%d' % self.own, dict(
            fields, action='leave', comment='Where is it?', submit='1'))
        self.assertEqual(303, reply.status)
        self.assertIn('Where is it?', self.page('ada'))

    def test_form_is_open_where_somebody_replies_or_looks_at_a_preview(self):
        opened = 'class="learning-comment" open="open"'
        self.assertIn(opened, self.page('ada', more='?replyto=description'))
        ada = self.browse('ada')
        ada.get('/trac/ticket/%d' % self.own)
        self.assertIn(opened, ada.post('/trac/ticket/%d' % self.own, {
            'action': 'leave', 'comment': 'x', 'preview': '1'}).body)

    def test_answer_to_trac_while_somebody_writes_keeps_the_head(self):
        ada = self.browse('ada')
        ada.get('/trac/ticket/%d' % self.own)
        reply = ada.post(
            '/trac/ticket/%d' % self.own,
            {'action': 'leave', 'comment': "A '''word'''", 'preview': '1'},
            HTTP_X_REQUESTED_WITH='XMLHttpRequest').body
        self.assertIn('learning-head', reply)
        self.assertIn('<strong>word</strong>', reply)
        self.assertNotIn('class="properties"', reply)

    def test_standing_is_the_readers_own(self):
        self.graded(self.shared, 'bob', 0.5, 0.9)
        self.graded(self.shared, 'ada', 0.4)
        self.assertIn(u'passed, 90\xa0%', self.head('bob', self.shared))
        self.assertIn(u'not passed yet, 40\xa0%, 80\xa0% passes',
                      self.head('ada', self.shared))
        self.assertNotIn('90', re.sub(r'datetime="[^"]*"|title="[^"]*"', '',
                                      self.head('ada', self.shared)))

    def test_late_answer_is_said_to_be(self):
        self.due(-1)
        self.assertIn('the due date is over', self.head('ada'))
        self.graded(self.own, 'ada', 0.4)
        head = self.head('ada')
        self.assertIn('after the due date', head)
        self.assertNotIn('the due date is over', head)

    def test_first_answer_in_time_is_late_where_a_later_one_counts(self):
        self.graded(self.own, 'ada', 0.4, 0.9)
        self.due(-0.01)
        for attempt, days, late in ((1, -1, True), (1, 1, True),
                                    (2, -1, False)):
            self.env.db_transaction(
                "UPDATE learning_attempt SET submitted=%s WHERE attempt=%s",
                (timestamps.now() + days * timestamps.DAY, attempt))
            self.assertEqual(late, 'after the due date' in self.head('ada'),
                             (attempt, days))

    def test_closed_question_is_closed(self):
        self.env.db_transaction("UPDATE ticket SET status='closed'")
        self.assertIn('closed', self.head('ada'))

    def test_words_of_a_title_are_text(self):
        self.env.db_transaction("UPDATE ticket SET summary='<b>&x'")
        self.assertIn('&lt;b&gt;&amp;x', self.head('ada'))


class AuthorTestCase(HeadTestCase):

    def test_author_keeps_all_fields_folded_and_all_forms(self):
        page = self.page('author')
        for said in ('All fields of the ticket', 'Priority:', 'Owned by:',
                     'Modify Ticket', 'id="field-summary"',
                     'class="trac-topnav"', 'id="action_close_question"'):
            self.assertIn(said, page)
        self.assertNotIn('id="learning-comment"', page)
        self.assertEqual(1, page.count('id="ticket"'))

    def test_head_says_what_learners_did(self):
        self.graded(self.shared, 'bob', 0.9)
        self.graded(self.shared, 'ada', 0.4)
        self.assertIn('2 answered, 1 passed',
                      self.head('author', self.shared))
        self.graded(self.own, 'ada', 0.9)
        self.assertIn(u'passed, 90\xa0%', self.head('author'))

    def test_author_who_looks_as_a_learner_has_a_learners_head(self):
        page = self.page('author', self.shared, '?as=learner')
        self.assertIn('not answered yet', page)
        self.assertIn('id="learning-comment"', page)
        self.assertNotIn('All fields of the ticket', page)

    def test_other_tickets_are_as_trac_shows_them(self):
        ticket = Ticket(self.env)
        ticket.populate({'summary': 'A bug', 'status': 'new'})
        page = self.page('author', ticket.insert())
        self.assertNotIn('learning-head', page)
        self.assertIn('Priority:', page)

    def test_old_version_is_as_trac_shows_it(self):
        ticket = Ticket(self.env, self.own)
        ticket['summary'] = 'Another'
        ticket.save_changes('author@demo.test', '')
        page = self.page('author', more='?version=0')
        self.assertNotIn('learning-head', page)
        self.assertIn('The %s question' % SECRET, page)


class OlderGradesTestCase(HeadTestCase):

    def comment(self, attempt, percent, words):
        ticket = Ticket(self.env, self.own)
        ticket.save_changes(AUTHOR, words)
        self.env.db_transaction(
            "INSERT INTO learning_grade_comment (ticket, at, attempt, "
            "percent) SELECT %s, MAX(time), %s, %s FROM ticket_change "
            "WHERE ticket=%s", (self.own, attempt, percent, self.own))

    def test_what_counts_and_the_newest_stay_and_the_rest_is_a_line(self):
        self.comment(1, 40, 'GRADE-A')
        self.comment(2, 90, 'GRADE-B')
        self.comment(2, 95, 'GRADE-C')
        Ticket(self.env, self.own).save_changes('ada@demo.test', 'a word')
        self.comment(3, 60, 'GRADE-D')
        self.graded(self.own, 'ada', 0.4, 0.95, 0.6)
        for name in ('ada', 'author'):
            page = self.page(name)
            page = page[page.index('<section id="learning"'):]
            self.assertEqual([False, False, True, True, True], [
                words in page for words in ('GRADE-A', 'GRADE-B', 'GRADE-C',
                                            'GRADE-D', 'a word')])
            self.assertIn('2 older grades: 40 %, 90&nbsp;%', page)
            self.assertIn('<li id="comment:1">', page)

    def test_words_of_others_are_never_folded(self):
        self.comment(1, 40, 'GRADE-A')
        self.env.db_transaction("UPDATE ticket_change SET author='bob'")
        self.comment(1, 90, 'GRADE-B')
        self.assertIn('GRADE-A', self.page('ada'))

    def test_single_grade_has_no_line(self):
        self.comment(1, 40, 'GRADE-A')
        self.assertNotIn('older grade', self.page('ada'))


class LayoutTestCase(unittest.TestCase):

    def test_page_without_a_box_stays_as_it_is(self):
        self.assertEqual('<p>x</p>', page_layout.lay_out('<p>x</p>', 'H'))

    def test_help_that_somebody_wrote_into_a_comment_stays(self):
        written = u'<div class="trac-help">mine</div>'
        self.assertEqual(
            written + u' rest', page_layout.without_help(
                written + u'<div class="trac-help">Note</div> rest'))
        self.assertEqual('x', page_layout.without_help('x'))

    def test_page_without_a_form_gets_the_head_alone(self):
        self.assertEqual(
            '<div id="ticket"><i>old</i></div> rest', page_layout.lay_out(
                '<div id="ticket">old</div> rest',
                '<i>%s</i>' % page_layout.BOX,
                comment={'label': 'x', 'open': False}))


if __name__ == '__main__':
    unittest.main()
