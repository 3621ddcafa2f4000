# -*- coding: utf-8 -*-

import unittest

from trac.ticket.model import Ticket

from learning import notices
from learning.answers.counting import Counting, counting_of
from learning.answers.grade_notices import GradeFormatter, GradeNotices
from learning.sync import cursor
from learning.tests.question_case import (AUTHOR, LEARNER, SUBS, Interrupted,
                                          change, orders)
from learning.tests.test_feed import EPOCH, FeedTestCase
from learning.tests.test_pages import PageCase


def with_state(raw, grade, rank, **more):
    """The change with the state after it, as today's feed tells it."""
    return dict(raw, state={
        'attempt': raw['attempt'], 'phase': 'graded' if grade else 'queued',
        'at': grade['at'] if grade else raw['at'], 'reason': None,
        'answer': None, 'rank': rank, 'grade': grade}, **more)


class GradeChangeTestCase(PageCase, FeedTestCase):

    def setUp(self):
        FeedTestCase.setUp(self)
        self.mails = []
        self.addCleanup(setattr, notices, 'send_notice', notices.send_notice)
        notices.send_notice = lambda env, event: self.mails.append(
            '\n'.join(GradeFormatter(env).body(event)))
        self.number = self.answered()
        self.machine = self.graded(1, self.number, ident='m', score=0.6)
        self.tell(self.machine)

    def override(self, ident='p', score=1, **more):
        return self.graded(2, self.number, ident=ident, kind='overridden',
                           person=True, score=score, revision=2, **more)

    def withdrawal(self, grade='machine', **more):
        raw = change(3, 'withdrawn', self.number, 1, learner=SUBS[LEARNER])
        grade = self.machine['grade'] if grade else None
        rank = [2, 1, 1, 'm'] if grade else [2, 0, 0, '']
        return with_state(raw, grade, rank, withdrawal={
            'override': 'o', 'withdrawn_by': SUBS[AUTHOR],
            'reason': u'On the <wrong> answer'}, **more)

    def now(self):
        attempt, = self.attempts(self.number)
        return attempt.phase, attempt.score, attempt.person

    def page(self):
        return self.ticket_page(LEARNER, self.number)


class ByHandTestCase(GradeChangeTestCase):
    """A score beside verdicts that do not earn it."""

    SAID = 'it is not the sum of the points below'

    def setUp(self):
        super(ByHandTestCase, self).setUp()
        self.env.db_transaction("UPDATE learning_question SET rubric=%s", (
            '[{"id": "snapshot", "weight": 2}, '
            '{"id": "parents", "weight": 1}]',))

    def test_machines_score_is_never_said_to_be_by_hand(self):
        self.assertNotIn(self.SAID, self.page())

    def test_persons_score_that_its_verdicts_earn_is_not_either(self):
        self.tell(self.override(score=0.667))
        self.assertIn('set by a person', self.page())
        self.assertNotIn(self.SAID, self.page())

    def test_another_score_is_said_to_be(self):
        self.tell(self.override(score=1))
        self.assertIn(self.SAID, self.page())

    def test_score_without_verdicts_says_nothing_of_points(self):
        self.tell(self.override(score=1, items=[]))
        self.assertNotIn(self.SAID, self.page())


class NoticeTestCase(GradeChangeTestCase):

    def test_first_grade_is_no_change(self):
        self.assertEqual([], self.mails)
        self.assertNotIn('Your grade changed', self.page())

    def test_learner_is_told_of_a_persons_grade_and_its_reason(self):
        told = self.override()
        told['grade'].update(cause='override', reason=u'Second <b>sentence')
        self.tell(told, told)
        self.assertEqual(1, len(self.mails))
        said = u'Your grade changed from 60 % to 100 %: an author looked at ' \
            u'your answer.'
        self.assertIn(said, self.mails[0])
        self.assertIn(u'Second <b>sentence', self.mails[0])
        page = self.page()
        self.assertIn(said, page)
        self.assertIn(u'Second &lt;b&gt;sentence', page)
        self.assertIn(u'changed from 60 % to 100 % (answer 1, set by a '
                      u'person)',
                      self.comments(self.number)[1])

    def test_mail_names_the_cause_of_a_change(self):
        for n, (cause, said) in enumerate((
                ('regrade', 'was graded again'),
                ('ruling', 'an author ruled on a point'),
                ('rubric', 'the question or its points were changed'),
                ('of tomorrow', 'was graded again'))):
            told = self.graded(2, self.number, ident='r%d' % n,
                               revision=2 + n, score=n / 10.0)
            told['grade']['cause'] = cause
            self.tell(told)
            self.assertIn(said, self.mails[-1])

    def test_decision_on_an_appeal_is_said(self):
        told = self.override()
        told['grade']['cause'] = 'appeal'
        self.tell(told)
        self.assertIn('took the second look', self.page())

    def test_points_of_a_persons_grade_keep_their_names_and_sources(self):
        told = self.override()
        told['grade']['sources'] = []
        told['grade']['items'] = [
            {'id': 'snapshot', 'label': '', 'verdict': 'no', 'quote': None}]
        self.tell(told)
        self.assertEqual(
            ['What a commit records'],
            [i['label'] for i in self.attempts(self.number)[0].items])
        self.assertIn('/wiki/Course"', self.page())

    def test_reason_that_answers_the_appeal_is_said_once(self):
        appeal = {'id': '7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0e01', 'rank': 5,
                  'state': 'decided', 'why': 'author', 'reason': 'r',
                  'answer': u'It is there', 'at': self.machine['at']}
        told = self.override()
        told['grade'].update(cause='appeal', reason=u'It is there')
        self.tell(told, dict(change(3, 'appeal', self.number, 1,
                                    learner=SUBS[LEARNER]), appeal=appeal))
        self.assertEqual(1, self.page().count('It is there'))

    def test_grade_that_a_person_confirms_stays(self):
        self.tell(self.override(score=0.6))
        self.assertIn('Your grade stays at 60 %', self.mails[0])
        self.assertIn('stays at 60 % (answer 1, set by a person)',
                      self.comments(self.number)[1])

    def test_news_of_an_earlier_attempt_is_not_folded(self):
        self.unheard(self.number)
        self.answer(self.number, u'again')
        self.unheard(self.number)
        folded = '<details class="learning-earlier" data-key="earlier">'
        self.assertIn(folded, self.page())
        self.tell(self.override())
        self.assertNotIn(folded, self.page())

    def test_same_score_by_another_machine_is_no_news(self):
        self.tell(self.graded(2, self.number, ident='r', revision=2,
                              score=0.6))
        self.assertEqual([], self.mails)

    def test_who_dies_before_the_mail_tells_it_later(self):
        self.addCleanup(setattr, GradeNotices, 'send_due',
                        GradeNotices.send_due)
        send_due = GradeNotices.send_due

        def die(notices):
            raise Interrupted
        GradeNotices.send_due = die
        self.assertRaises(Interrupted, self.tell, self.override())
        GradeNotices.send_due = send_due
        for _ in range(2):
            GradeNotices(self.env).send_due()
        self.assertEqual(1, len(self.mails))


class WithdrawalTestCase(GradeChangeTestCase):

    def test_what_counted_before_counts_again_and_is_told_once(self):
        override, withdrawal = self.override(), self.withdrawal()
        self.tell(override, withdrawal, withdrawal)
        self.assertEqual(('graded', 0.6, 0), self.now())
        self.assertIn('Your grade changed from 100 % to 60 %: an author took '
                      'back', self.mails[1])
        self.assertEqual(2, len(self.mails))
        self.assertIn('from 100 % to 60 %', self.comments(self.number)[2])
        self.assertIn('On the &lt;wrong&gt; answer', self.page())

    def test_another_epoch_tells_nothing_anew(self):
        told = [self.machine, self.override(), self.withdrawal()]
        self.tell(*told[1:])
        comments = self.comments(self.number)
        cursor.start_epoch(self.env, 'another')
        self.addCleanup(setattr, self, 'apply', self.apply)
        from learning.sync.feed import Feed, parse_change
        for n, raw in enumerate(told, 1):
            Feed(self.env).apply(parse_change(dict(raw, id=n)), 'another')
        self.assertEqual(('graded', 0.6, 0), self.now())
        self.assertEqual(2, len(self.mails))
        self.assertEqual(comments, self.comments(self.number))
        self.assertNotEqual('another', EPOCH)

    def test_nothing_before_leaves_the_attempt_without_a_grade(self):
        self.tell(self.override(), self.withdrawal(grade=None))
        self.assertEqual(('queued', None, 0), self.now())
        self.assertIn('Your grade of 100 % does not count any more',
                      self.page())
        self.assertIsNone(counting_of(self.env, self.number, SUBS[LEARNER]))
        self.assertEqual('open', Ticket(self.env, self.number)['status'])

    def test_more_decisions_win_in_all_orders(self):
        states = [with_state(self.machine, self.machine['grade'],
                             [0, 1, 1, 'm']),
                  with_state(self.override(), self.override()['grade'],
                             [1, 2, 2, 'p']), self.withdrawal()]
        for order in orders(3):
            ticket = self.answered()
            for n in order:
                self.tell(dict(states[n], ticket=ticket))
            self.assertEqual([0.6], [a.score for a in self.attempts(ticket)])


class CountingTestCase(GradeChangeTestCase):

    def counting(self):
        return counting_of(self.env, self.number, SUBS[LEARNER])

    def again(self, score, **more):
        self.unheard(self.number)
        self.answer(self.number, u'again')
        self.tell(dict(self.graded(4, self.number, attempt=len(
            self.attempts(self.number)), score=score), **more))

    def test_best_counts_where_the_feed_says_nothing(self):
        self.again(0.2)
        self.assertEqual(Counting(1, 0.6, 0), self.counting())
        self.assertIn('Your best answer counts: answer 1, 60 %.',
                      self.page())
        self.again(0.9)
        self.assertEqual(Counting(3, 0.9, 0), self.counting())

    def test_hint_alone_changes_what_counts(self):
        self.tell(dict(change(3, 'hint', self.number, 2,
                              learner=SUBS[LEARNER]),
                       counting={'attempt': 1, 'score': 0.5,
                                 'deducted': 0.1}))
        self.assertEqual(Counting(1, 0.5, 0.1), self.counting())

    def test_single_attempt_needs_no_word(self):
        self.assertNotIn('attempt counts', self.page())

    def test_feed_says_what_counts_and_what_hints_took(self):
        hint = {'hint': '5a1c9a51-7d4e-5b0c-8a43-1d7f1c0e6c01', 'attempt': 2,
                'kind': 'hint', 'item': None, 'text': 'Look', 'deduction': .1}
        self.tell(dict(change(3, 'hint', self.number, 2,
                              learner=SUBS[LEARNER]), hint=hint))
        self.again(0.8, counting={'attempt': 2, 'score': 0.7,
                                  'deducted': 0.1})
        self.assertEqual(Counting(2, 0.7, 0.1), self.counting())
        self.assertIn(u'Your best answer counts: answer 2, 80 % \u2212 '
                      u'10 % for one hint = 70 %.', self.page())

    def test_newest_counts_where_the_author_says_so(self):
        self.env.db_transaction("UPDATE learning_question "
                                "SET counting='newest'")
        self.again(0.2)
        self.assertEqual(2, self.counting().attempt)
        self.assertIn('Your newest graded answer counts: answer 2, 20 %.',
                      self.page())

    def test_row_that_nobody_understands_is_left_out(self):
        for counting in ({'attempt': 'x'}, 'best', {'attempt': 1}):
            self.again(0.1, counting=counting)
        self.assertEqual(1, self.counting().attempt)

    def test_list_of_questions_shows_the_counting_score(self):
        from learning.pages.course import CoursePage
        self.again(0.2)
        listed = PageCase.page(self, CoursePage(self.env), LEARNER,
                               '/learning/course')
        self.assertIn(u'not passed yet, 60\xa0%', listed)


class HintTestCase(GradeChangeTestCase):

    HINT = {'hint': '5a1c9a51-7d4e-5b0c-8a43-1d7f1c0e6c01', 'attempt': 1,
            'kind': 'explanation', 'item': 'parents', 'text': u'Because',
            'deduction': 0}

    def told(self, **more):
        self.tell(dict(change(3, 'explanation', self.number, 1,
                              learner=SUBS[LEARNER]),
                       hint=dict(self.HINT, **more)))

    def test_hint_that_the_feed_tells_twice_is_kept_once(self):
        self.told()
        self.told()
        self.assertEqual([('explanation', 'parents', 'Because')],
                         self.rows('kind, item, text', 'hint'))

    def test_one_that_nobody_understands_is_left_out(self):
        for more in ({'hint': 'x'}, {'kind': 'answer'}, {'deduction': None}):
            self.told(**more)
        self.assertEqual([], self.rows('hint', 'hint'))


if __name__ == '__main__':
    unittest.main()
