# -*- coding: utf-8 -*-

import json
import unittest

from trac.perm import PermissionError
from trac.resource import ResourceNotFound

from learning import timestamps
from learning.answers.attempt import Attempts
from learning.answers.grant_form import AttemptGrantHandler
from learning.answers.state import StateHandler
from learning.questions.question import Questions
from learning.tests.question_case import (AUTHOR, LEARNER, OPERATOR, OTHER,
                                          REFERENCE, SUBS)
from learning.tests.test_feed import FeedTestCase
from learning.tests.test_pages import PageCase


class LimitTestCase(PageCase, FeedTestCase):

    def setUp(self):
        FeedTestCase.setUp(self)
        self.number = self.ticket()
        self.set(max_attempts=2)

    def set(self, **columns):
        """As an author would, by the form."""
        questions = Questions(self.env)
        questions.save(questions.get(self.number)._replace(**columns),
                       SUBS[AUTHOR], ('authors',))

    def send(self, said=u'an answer', **more):
        self.unheard(self.number)
        return self.answer(self.number, said, **more)

    def graded_answer(self):
        self.send()
        count = len(self.attempts(self.number))
        self.tell(self.graded(1, self.number, attempt=count,
                              ident='%d-%d' % (self.number, count)))

    def grant(self, user=AUTHOR, learner=SUBS[LEARNER], attempts='1', **more):
        return self.post(AttemptGrantHandler(self.env), user,
                         '/learning/attempts/%d' % self.number,
                         learner=learner, attempts=attempts, **more)

    def panel(self, user=LEARNER):
        return self.ticket_page(user, self.number)

    def state(self):
        req = self.request(LEARNER, '/learning/state/%d' % self.number)
        return json.loads(self.body(self.handle(StateHandler(self.env), req)))


class AttemptsTestCase(LimitTestCase):

    def test_attempt_beyond_the_limit_is_refused_with_its_text(self):
        for _ in range(2):
            self.graded_answer()
        req = self.send(u'a third one')
        self.assertEqual(['409 Conflict'], req.status_sent)
        self.assertIn('You have given all 2 answers', self.body(req))
        self.assertIn('a third one</textarea>', self.body(req))
        self.assertEqual(2, len(self.attempts(self.number)))

    def test_what_is_left_is_said_before(self):
        self.assertIn('2 of 2 answers are left.', self.panel())
        self.graded_answer()
        self.assertIn('1 of 2 answers is left.', self.panel())
        self.graded_answer()
        page = self.panel()
        self.assertIn('You have given all 2 answers that', page)
        self.assertNotIn('learning-form', page)

    def test_question_without_a_limit_says_nothing_of_it(self):
        self.set(max_attempts=0)
        self.graded_answer()
        self.assertNotIn('learning-left', self.panel())

    def test_double_click_on_the_last_one_is_no_refusal(self):
        nonce = '3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02'
        self.set(max_attempts=1)
        for _ in range(2):
            self.assertEqual(['303 See Other'], self.answer(
                self.number, u'one', event_id=nonce).status_sent)

    def test_ungradable_attempt_is_not_used_up(self):
        self.set(max_attempts=1)
        self.send()
        self.tell(self.phase(1, 'ungradable', self.number))
        page = self.panel()
        self.assertIn('does not count as one of your answers', page)
        self.assertIn('1 of 1 answers is left.', page)
        self.assertEqual(['303 See Other'], self.send().status_sent)

    def test_limit_is_each_learners_own(self):
        self.set(max_attempts=1)
        self.send()
        self.assertEqual(['303 See Other'],
                         self.send(user=OTHER).status_sent)


class GrantTestCase(LimitTestCase):

    def setUp(self):
        LimitTestCase.setUp(self)
        self.set(max_attempts=1)
        self.graded_answer()

    def test_author_gives_one_learner_another(self):
        self.send(user=OTHER)
        self.assertEqual(['303 See Other'], self.grant().status_sent)
        page = self.panel()
        self.assertIn('1 of 2 answers is left.', page)
        self.assertIn('%s gave you 1 more.' % AUTHOR, page)
        self.assertEqual(['303 See Other'], self.send().status_sent)
        self.assertEqual(['409 Conflict'], self.send().status_sent)
        self.assertEqual(['409 Conflict'], self.send(user=OTHER).status_sent)

    def test_authors_see_who_used_how_many(self):
        self.grant()
        page = self.panel(AUTHOR)
        self.assertIn(u'1 of 2 attempts used', page)
        self.assertIn(u'gave 1 more (', page)
        self.assertNotIn('learning-grants', self.panel())

    def test_attempt_that_is_given_twice_by_a_double_click_is_one(self):
        self.assertIn('name="limit" value="1"', self.panel(AUTHOR))
        for _ in range(2):
            self.grant(limit='1')
        self.assertEqual([(1,)], self.rows('attempts', 'grant'))
        self.grant(limit='2')
        self.assertEqual([(1,), (1,)], self.rows('attempts', 'grant'))

    def test_grant_by_others_than_authors_is_refused(self):
        for user in (LEARNER, OPERATOR):
            self.assertRaises(PermissionError, self.grant, user)
        self.assertEqual([], self.rows('sub', 'grant'))

    def test_bad_grants_change_nothing(self):
        for more in ({'attempts': '0'}, {'attempts': '-1'},
                     {'attempts': '99'},
                     {'learner': 'nobody'}):
            self.grant(**more)
        self.set(max_attempts=0)
        self.grant()
        self.assertEqual([], self.rows('sub', 'grant'))

    def test_ticket_without_question_has_nothing_to_grant(self):
        self.number += 100
        self.assertRaises(ResourceNotFound, self.grant)


class StaleTestCase(LimitTestCase):

    def test_revision_that_is_no_number_is_not_looked_at(self):
        for revision in (u'\xb2', u'x'):
            self.assertEqual(['303 See Other'], self.send(
                u'my answer', revision=revision).status_sent)
            self.set(max_attempts=9)

    def test_answer_to_an_older_revision_is_shown_the_new_question(self):
        shown = Questions(self.env).get(self.number).revision
        self.assertIn('name="revision" value="%d"' % shown, self.panel())
        self.set(question=u'And now?')
        req = self.send(u'my answer', revision=str(shown))
        self.assertEqual(['409 Conflict'], req.status_sent)
        body = self.body(req)
        self.assertIn('was changed after you opened it', body)
        self.assertIn('And now?', body)
        self.assertIn('my answer</textarea>', body)
        self.assertIn('name="revision" value="%d"' % (shown + 1), body)
        self.assertEqual([], self.attempts(self.number))
        self.assertEqual(['303 See Other'], self.send(
            u'my answer', revision=str(shown + 1)).status_sent)

    def test_form_without_or_with_any_other_revision_is_believed(self):
        self.set(max_attempts=0)
        for revision in ('', 'x', '99'):
            self.assertEqual(['303 See Other'], self.send(
                revision=revision).status_sent)

    def test_state_says_the_revision(self):
        before = self.state()['revision']
        self.set(question=u'And now?')
        self.assertEqual(before + 1, self.state()['revision'])


class ReleaseTestCase(LimitTestCase):

    def shown(self, user=LEARNER):
        return REFERENCE in self.panel(user)

    def test_reference_stays_hidden_where_nothing_is_said(self):
        for _ in range(2):
            self.graded_answer()
        self.assertFalse(self.shown())

    def test_reference_is_shown_after_the_last_graded_attempt(self):
        self.set(release='last_attempt')
        self.graded_answer()
        self.assertFalse(self.shown())
        self.send()
        self.assertFalse(self.shown())      # it may come back ungraded
        self.tell(self.graded(1, self.number, attempt=2, ident='last'))
        self.assertTrue(self.shown())
        self.assertIn(REFERENCE, self.state()['html'])
        self.assertFalse(self.shown(OTHER))
        self.grant()
        self.assertFalse(self.shown())

    def test_reference_without_a_limit_is_shown_after_the_close(self):
        from trac.ticket.model import Ticket
        self.set(release='last_attempt', max_attempts=0)
        self.graded_answer()
        self.assertFalse(self.shown())
        ticket = Ticket(self.env, self.number)
        ticket['status'] = 'closed'
        ticket.save_changes(AUTHOR, '')
        self.assertTrue(self.shown())

    def test_reference_is_shown_from_a_date_to_who_answered(self):
        self.set(release='date', release_at=timestamps.now() + 3600 * 10 ** 6)
        self.graded_answer()
        self.assertFalse(self.shown())
        self.set(release_at=timestamps.now())
        self.assertTrue(self.shown())
        self.assertFalse(self.shown(OTHER))


class ItemTestCase(LimitTestCase):

    def test_reason_ruling_and_source_stand_beside_the_point(self):
        self.send()
        told = self.graded(1, self.number)
        told['grade']['items'][1].update(
            reason=u'You name <no> parent', ruling='r')
        told['grade'].update(needs_review=True, provisional=True)
        self.tell(told)
        page = self.panel()
        for said in (u'You name &lt;no&gt; parent',
                     'An author ruled on this.',
                     'Uncertain: a machine gave this grade and is not sure.'):
            self.assertIn(said, page)
        self.assertEqual(1, page.count('/wiki/Course"'))
        self.assertNotIn('Read more:', page)

    def test_provisional_is_explained_in_the_text(self):
        self.send()
        self.tell(self.graded(1, self.number))
        self.assertIn('Provisional: a machine gave this grade', self.panel())

    def test_sources_stand_below_where_nothing_is_missing(self):
        self.send()
        told = self.graded(1, self.number)
        del told['grade']['items'][1]
        self.tell(told)
        self.assertIn('Read more:', self.panel())

    def test_passage_of_the_authors_pages_is_linked_where_learners_may_go(
            self):
        self.send()
        told = self.graded(1, self.number)
        document = '0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11'
        told['grade']['sources'] = [{'title': 'Section 2', 'href':
                                     'learning/material/%s?chunk=c-1#chunk-c-1'
                                     % document}]
        self.tell(told)
        self.assertIn('/learning/passage/%s/c-1"' % document, self.panel())

    def test_grade_is_read_out_with_its_score_and_what_to_do(self):
        self.send()
        self.tell(self.graded(1, self.number))
        self.assertEqual(u'Graded: 67 %. 1 of 2 points are there. Improve '
                         u'your answer, or go on.', self.state()['status'])


if __name__ == '__main__':
    unittest.main()
