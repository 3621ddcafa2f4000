# -*- coding: utf-8 -*-
"""Tickets with a question have a type and states of their own, in a Trac of
any workflow.
"""

import unittest

from trac.ticket.api import TicketSystem
from trac.ticket.batch import BatchModifyModule  # noqa: F401: defines actions
from trac.ticket.model import Ticket, Type

from learning import schema
from learning.questions.question import Question, Questions
from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.tests.question_case import AUTHOR, LEARNER, SUBS
from learning.tests.test_feed import FeedTestCase
from learning.tickets.ticket_comment import AUTHOR as SYSTEM
from learning.tickets.workflow import (LearningWorkflow,
                                       WorkflowOfQuestions)

#: As an administrator may have it.
WORKFLOW = (('leave', '* -> *'), ('leave.operations', 'leave_status'),
            ('leave.default', '1'), ('create', '<none> -> new'),
            ('open', 'new -> open'), ('review', 'new,open -> in_review'),
            ('resolve', 'new,open,in_review -> closed'),
            ('resolve.operations', 'set_resolution'),
            ('tutor', '* -> *'), ('tutor.operations', 'leave_status,set_owner'))


class WorkflowCase(PrivateTicketTestCase):

    def setUp(self):
        super(WorkflowCase, self).setUp()
        WorkflowOfQuestions(self.env)
        self.author, self.ada = self.browse('author'), self.browse('ada')
        self.env.db_transaction("UPDATE ticket SET status='open'")
        self.bug = Ticket(self.env)
        self.bug.populate({'summary': 'A bug', 'status': 'new'})
        self.bug.insert()

    def actions(self, browser, number):
        page = browser.get('/trac/ticket/%d' % number).body
        return [name for name in (
            'leave', 'close_question', 'open_question', 'accept', 'resolve',
            'reassign', 'reopen', 'review', 'tutor')
            if 'id="action_%s"' % name in page]

    def act(self, browser, number, action, **more):
        ticket = Ticket(self.env, number)
        stamp = str(int(self.env.db_query(
            "SELECT changetime FROM ticket WHERE id=%s", (number,))[0][0]))
        browser.get('/trac/ticket/%d' % number)
        return browser.post('/trac/ticket/%d' % number, dict({
            'field_summary': ticket['summary'],
            'field_reporter': ticket['reporter'],
            'field_description': ticket['description'],
            'field_type': ticket['type'], 'action': action, 'comment': '',
            'submit': '1', 'start_time': stamp, 'view_time': stamp}, **more))

    def custom_workflow(self):
        for name, _value in list(self.env.config.options('ticket-workflow')):
            self.env.config.remove('ticket-workflow', name)
        for name, value in WORKFLOW:
            self.env.config.set('ticket-workflow', name, value)
        controller, = [one for one in TicketSystem(
            self.env).action_controllers
            if one.__class__.__name__ == 'StateKept']
        controller._controller.actions = controller.get_all_actions()


class ActionsTestCase(WorkflowCase):

    def test_question_is_closed_and_opened_and_never_resolved(self):
        self.assertEqual(['leave', 'close_question'],
                         self.actions(self.author, self.own))
        self.act(self.author, self.own, 'close_question')
        ticket = Ticket(self.env, self.own)
        self.assertEqual(('closed', ''), (ticket['status'],
                                          ticket['resolution']))
        self.assertEqual(['leave', 'open_question'],
                         self.actions(self.author, self.own))
        self.act(self.author, self.own, 'open_question')
        self.assertEqual('open', Ticket(self.env, self.own)['status'])

    def test_passed_question_is_passed_when_it_is_opened_again(self):
        self.env.db_transaction(
            "INSERT INTO learning_seat (ticket, sub, last_attempt, "
            "counting_attempt, counting_score, deducted) "
            "VALUES (%s, 'sub-ada', 1, 1, 0.9, 0)", (self.own,))
        self.act(self.author, self.own, 'close_question')
        self.act(self.author, self.own, 'open_question')
        self.assertEqual('passed', Ticket(self.env, self.own)['status'])

    def test_action_of_bugs_is_refused_when_it_is_forged(self):
        self.act(self.author, self.own, 'resolve',
                 action_resolve_resolve_resolution='wontfix')
        self.assertEqual('open', Ticket(self.env, self.own)['status'])

    def test_learner_can_only_leave_it(self):
        self.assertEqual(['leave'], self.actions(self.ada, self.own))
        self.act(self.ada, self.own, 'close_question')
        self.assertEqual('open', Ticket(self.env, self.own)['status'])

    def test_other_tickets_have_the_workflow_of_trac(self):
        found = self.actions(self.author, self.bug.id)
        self.assertIn('resolve', found)
        self.assertNotIn('close_question', found)

    def test_states_are_known_to_queries(self):
        found = TicketSystem(self.env).get_all_status()
        self.assertLess({'open', 'answered', 'passed', 'new', 'accepted'},
                        set(found))
        self.assertIn('(2 matches)', self.author.get(
            '/trac/query?status=open').body)


class CustomWorkflowTestCase(WorkflowCase):

    def setUp(self):
        super(CustomWorkflowTestCase, self).setUp()
        self.custom_workflow()

    def test_of_its_actions_those_stay_that_leave_our_states(self):
        self.assertEqual(['leave', 'close_question', 'tutor'],
                         self.actions(self.author, self.own))

    def test_state_of_its_own_keeps_all_its_actions(self):
        self.env.db_transaction("UPDATE ticket SET status='in_review' "
                                "WHERE id=%s", (self.own,))
        self.assertEqual(['leave', 'resolve', 'tutor'],
                         self.actions(self.author, self.own))

    def test_workflow_without_leaving_lets_learners_comment(self):
        for name, _value in WORKFLOW[:3] + WORKFLOW[-2:]:
            self.env.config.remove('ticket-workflow', name)
        controller = TicketSystem(self.env).action_controllers[-1]
        controller._controller.actions = controller.get_all_actions()
        self.act(self.ada, self.own, 'leave', comment='My zebra')
        self.assertIn('My zebra', [row[4] for row in Ticket(
            self.env, self.own).get_changelog()])

    def test_disabled_plugin_leaves_trac_its_own(self):
        self.env.disable_component(LearningWorkflow)
        self.assertEqual(['ConfigurableTicketWorkflow'], [
            one.__class__.__name__ for one in
            TicketSystem(self.env).action_controllers])


class GradeTestCase(FeedTestCase):
    """A learner's own ticket follows the grade that counts."""

    def state(self, number):
        ticket = Ticket(self.env, number)
        return ticket['status']

    def test_state_and_comment_of_a_grade_are_one_change(self):
        number = self.answered()
        before = len(Ticket(self.env, number).get_changelog())
        self.apply(self.graded(1, number, score=0.5))
        self.assertEqual('answered', self.state(number))
        rows = Ticket(self.env, number).get_changelog()[before:]
        self.assertEqual(1, len({row[0] for row in rows}))
        self.assertEqual({(SYSTEM, 'status'), (SYSTEM, 'comment')},
                         {row[1:3] for row in rows})
        self.apply(self.graded(2, number, ident='p', score=0.8, revision=2))
        self.assertEqual('passed', self.state(number))

    def test_regrade_of_an_older_answer_that_counts_moves_the_state(self):
        number = self.answered(times=2)
        self.apply(self.graded(1, number, 1, score=0.9),
                   self.graded(2, number, 2, score=0.5))
        self.assertEqual('passed', self.state(number))
        said = len(self.comments(number))
        self.apply(self.graded(3, number, 1, 'h', score=0.4, revision=2))
        self.assertEqual('answered', self.state(number))
        self.assertEqual([u'What counts now: 50 % (answer 2).'],
                         self.comments(number)[said:])
        self.assertEqual((2, 50), self.rows('at, attempt, percent',
                                            'grade_comment')[-1][1:])
        self.apply(self.graded(4, number, 1, 'i', score=0.8, revision=3))
        self.assertEqual('passed', self.state(number))
        self.assertEqual(u'What counts now: 80 % (answer 1).',
                         self.comments(number)[-1])

    def test_persons_grade_of_an_older_answer_moves_the_state(self):
        number = self.answered(times=2)
        self.apply(self.graded(1, number, 2, score=0.5),
                   self.graded(2, number, 1, kind='overridden', person=True,
                               score=1))
        self.assertEqual('passed', self.state(number))
        self.assertIn(u'100 % (answer 1)', self.comments(number)[-1])

    def test_state_follows_what_the_feed_says_that_counts(self):
        number = self.answered()
        self.apply(self.graded(1, number, score=0.8))
        self.assertEqual('passed', self.state(number))
        self.apply(dict(self.phase(2, 'hinted', number), counting={
            'attempt': 1, 'score': 0.5, 'deducted': 0.3}))
        self.assertEqual('answered', self.state(number))
        self.assertIn(u'50 % (answer 1)', self.comments(number)[-1])

    def test_older_answers_grade_that_moves_no_state_is_no_change(self):
        number = self.answered(times=2)
        self.apply(self.graded(1, number, 2, score=0.9))
        before = Ticket(self.env, number).get_changelog()
        self.apply(self.graded(2, number, 1, score=1))
        self.assertEqual('passed', self.state(number))
        self.assertEqual(before, Ticket(self.env, number).get_changelog())

    def test_regrade_of_an_older_answer_leaves_a_closed_question(self):
        number = self.answered(times=2)
        self.apply(self.graded(1, number, 2, score=0.5))
        self.env.db_transaction("UPDATE ticket SET status='closed'")
        before = Ticket(self.env, number).get_changelog()
        self.apply(self.graded(2, number, 1, score=1))
        self.assertEqual('closed', self.state(number))
        self.assertEqual(before, Ticket(self.env, number).get_changelog())

    def test_question_for_everybody_stays_open(self):
        number = self.ticket()
        self.answer(number, u'Hash')
        self.apply(self.graded(1, number, score=1))
        self.assertEqual('open', self.state(number))

    def test_closed_question_stays_closed(self):
        number = self.answered()
        self.env.db_transaction("UPDATE ticket SET status='closed'")
        self.apply(self.graded(1, number, score=1))
        self.assertEqual('closed', self.state(number))


class AdoptionTestCase(FeedTestCase):

    def test_first_question_makes_the_ticket_one_as_its_authors_change(self):
        number = self.ticket()
        ticket = Ticket(self.env, number)
        self.assertEqual(('question', 'open'), (ticket['type'],
                                                ticket['status']))
        self.assertEqual({(AUTHOR, 'type', 'defect', 'question'),
                          (AUTHOR, 'status', '', 'open')},
                         {row[1:5] for row in ticket.get_changelog()
                          if row[2] != 'comment'})
        self.env.db_transaction("UPDATE ticket SET type='task'")
        question = Questions(self.env).get(number)
        Questions(self.env).save(question, SUBS[AUTHOR], ())
        self.assertEqual('task', Ticket(self.env, number)['type'])

    def test_state_of_an_administrators_workflow_is_left(self):
        ticket = Ticket(self.env)
        ticket.populate({'summary': 'x', 'status': 'in_review'})
        number = ticket.insert()
        Questions(self.env).save(Question(
            number, 0, 'Q', 'R', [], [], '', AUTHOR, 0), SUBS[AUTHOR], ())
        self.assertEqual('in_review', Ticket(self.env, number)['status'])


class UpgradeTestCase(FeedTestCase):
    """From before: tickets of many kinds in a Trac of an administrator's."""

    def setUp(self):
        super(UpgradeTestCase, self).setUp()
        self.said = []
        self.addCleanup(setattr, schema, 'printout', schema.printout)
        schema.printout = self.said.append

    def before(self, kind, status, learner='', **values):
        number = self.ticket(learner)
        for table in ('ticket_change', 'learning_grade_comment'):
            self.env.db_transaction("DELETE FROM %s WHERE ticket=%%s" % table,
                                    (number,))
        self.env.db_transaction("UPDATE ticket SET type=%s, status=%s, "
                                "changetime=7 WHERE id=%s",
                                (kind, status, number))
        return number

    def upgrade(self):
        self.env.db_transaction("UPDATE system SET value='10' "
                                "WHERE name=%s", (schema.VERSION_NAME,))
        self.env.config.set('ticket-workflow', 'review', 'new -> in_review')
        settings = sorted(self.env.config.options('ticket-workflow'))
        schema.LearningSchema(self.env).upgrade_environment()
        self.assertEqual(settings, sorted(
            self.env.config.options('ticket-workflow')))

    def of(self, number):
        return self.env.db_query("SELECT type, status FROM ticket "
                                 "WHERE id=%s", (number,))[0]

    def without_type(self):
        Type(self.env, 'question').delete()

    def test_what_nobody_chose_becomes_a_question_and_the_rest_stays(self):
        step = self.before('task', 'new', SUBS[LEARNER])
        self.env.db_transaction("INSERT INTO learning_step (path, step, n, "
                                "ticket) VALUES ('p', 's', 1, %s)", (step,))
        default = self.before('defect', 'reopened')
        custom = self.before('exercise', 'in_review')
        chosen = self.before('defect', 'new')
        changed = Ticket(self.env, chosen)
        changed['type'] = 'enhancement'
        changed.save_changes('admin', '')
        changed['type'] = 'defect'
        changed.save_changes('admin', '')
        bug = Ticket(self.env)
        bug.populate({'summary': 'A bug', 'status': 'new'})
        bug.insert()
        self.without_type()
        changes = self.env.db_query("SELECT COUNT(*) FROM ticket_change")
        self.upgrade()
        self.assertEqual(
            [('question', 'open'), ('question', 'open'),
             ('exercise', 'in_review'), ('defect', 'open'),
             ('defect', 'new')],
            [self.of(number) for number in (step, default, custom, chosen,
                                            bug.id)])
        self.assertEqual(changes, self.env.db_query(
            "SELECT COUNT(*) FROM ticket_change"))
        self.assertEqual([(7,)], self.env.db_query(
            "SELECT changetime FROM ticket WHERE id=%s", (default,)))
        self.assertEqual('defect', TicketSystem(self.env).default_type)
        self.assertEqual('question', [
            one.name for one in Type.select(self.env)][-1])
        said = ' '.join(self.said)
        for words in ('ticket type question is new',
                      '2 tickets with a question became a question',
                      '2 keep the type', '3 that were new are open',
                      '1 stays in the state that your workflow',
                      'trac.ini was not changed'):
            self.assertIn(words, said)

    def test_own_ticket_with_a_grade_is_answered_or_passed(self):
        for score, state in ((0.5, 'answered'), (0.9, 'passed')):
            number = self.before('defect', 'new', SUBS[LEARNER])
            self.answer(number, u'Hash')
            self.apply(self.graded(number, number, ident='g%d' % number,
                                   score=score))
            self.upgrade()
            self.assertEqual(state, self.of(number)[1])

    def test_second_upgrade_changes_nothing(self):
        self.before('defect', 'new')
        self.without_type()
        self.upgrade()
        before = self.env.db_query("SELECT * FROM ticket"), \
            self.env.db_query("SELECT * FROM enum ORDER BY type, value")
        self.upgrade()
        self.assertEqual(before, (
            self.env.db_query("SELECT * FROM ticket"),
            self.env.db_query("SELECT * FROM enum ORDER BY type, value")))

    def test_type_of_the_same_name_is_used_and_said(self):
        self.upgrade()
        self.assertIn('had already', self.said[0])

    def test_trac_without_types_gets_none(self):
        number = self.before('defect', 'new')
        self.env.db_transaction("DELETE FROM enum WHERE type='ticket_type'")
        TicketSystem(self.env).reset_ticket_fields()
        self.upgrade()
        self.assertEqual([], list(Type.select(self.env)))
        self.assertEqual('defect', self.of(number)[0])

    def test_comments_of_before_are_known_as_grades(self):
        number = self.before('defect', 'new', SUBS[LEARNER])
        ticket = Ticket(self.env, number)
        for author, said in (
                (SYSTEM, 'Attempt 1 was graded: 67 % (provisional). The '
                         'feedback stands in the learning panel above.'),
                (SYSTEM, 'The grade of attempt 2 changed from 10 % to 20 % '
                         '(final). Why stands in the learning panel above.'),
                (SYSTEM, 'The grade of attempt 3 stays at 40 % (final).'),
                ('bob', 'Attempt 9 was graded: 100 % (final).')):
            ticket.save_changes(author, said)
        self.upgrade()
        self.assertEqual([(1, 67), (2, 20), (3, 40)],
                         self.rows('attempt, percent', 'grade_comment'))


if __name__ == '__main__':
    unittest.main()
