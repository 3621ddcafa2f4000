# -*- coding: utf-8 -*-
"""A proposal becomes tickets, once."""

import json
import unittest
import uuid

from trac.notification.api import NotificationSystem
from trac.ticket.model import Ticket, Type
from trac.wiki.model import WikiPage

from learning import chaos
from learning.answers.attempt import Attempts
from learning.answers.counting import derive_counting
from learning.paths.acceptance import Acceptance
from learning.paths.wiki_text import verbatim
from learning.questions.question import Questions
from learning.sync.loop import Sync
from learning.tests.path_case import OTHER_PATH, PATH, step, steps
from learning.tests.question_case import Interrupted
from learning.tests.test_paths import ADA, BOB, PAGE, PathTestCase
from learning.users.account import Accounts

USER = 'ada@demo.test'


class AcceptTestCase(PathTestCase):

    def setUp(self):
        super(AcceptTestCase, self).setUp()
        self.point = chaos.point
        self.addCleanup(lambda: setattr(chaos, 'point', self.point))

    def accept(self, path=PATH, browser=None, keep=(1, 2, 3), **more):
        form = [('step', one['step']) for one in steps(path)
                if one['n'] in keep]
        body = '&'.join('%s=%s' % pair for pair in form + [
            ('__FORM_TOKEN',
             (browser or self.ada).jar['trac_form_token'][0])])
        return (browser or self.ada).post(PAGE + path + '/accept', body=body,
                                          **more)

    def accepted(self, path=PATH, keep=(1, 2, 3), **more):
        """{n: ticket} of a path that is proposed and accepted."""
        self.tell(ADA, path=path, **more)
        self.accept(path, keep=keep)
        return self.tickets(path)

    def tickets(self, path=PATH):
        return dict(self.env.db_query(
            "SELECT n, ticket FROM learning_step WHERE path=%s", (path,)))

    def count(self, table='ticket'):
        return self.env.db_query("SELECT COUNT(*) FROM " + table)[0][0]

    def answer(self, ticket, attempt=1, phase='graded', score=None):
        attempts = Attempts(self.env)
        account = Accounts(self.env).of_user(USER)
        if attempt > len(attempts.of(ticket, ADA)):
            attempts.submit(ticket, account, u'words of my own',
                            str(uuid.uuid4()))
        with self.env.db_transaction as db:
            db("UPDATE learning_attempt SET phase=%s, score=%s "
               "WHERE ticket=%s AND attempt=%s",
               (phase, score, ticket, attempt))
            derive_counting(db, ticket, ADA)

    def render(self, text, browser=None):
        """A wiki page with this text, as a learner reads it."""
        page = WikiPage(self.env, 'Sandbox')
        page.text = text
        page.save('author@demo.test', '')
        reply = (browser or self.ada).get('/trac/wiki/Sandbox')
        self.assertEqual(200, reply.status)
        return reply.body

    def states(self):
        return self.said(self.ada.get(PAGE + PATH),
                         r'<li id="step-\d" value="\d" class="learning-step '
                         r'learning-step-(\w+)"')


class TicketsTestCase(AcceptTestCase):

    def test_each_step_is_a_ticket_of_its_learner(self):
        tickets = self.accepted()
        self.assertEqual([1, 2, 3], sorted(tickets))
        ticket = Ticket(self.env, tickets[2])
        self.assertEqual(('Isolation', USER, USER, 'open', 'path-7b1f0f3e'), (
            ticket['summary'], ticket['owner'], ticket['reporter'],
            ticket['status'], ticket['keywords']))
        self.assertIn('[/learning/path/%s ' % PATH, ticket['description'])
        self.assertIn('{{{Isolation levels}}}', ticket['description'])
        question = Questions(self.env).get(tickets[2])
        self.assertEqual(('What is isolation?', ADA, '', [], 1), (
            question.question, question.learner, question.reference,
            question.rubric, question.revision))
        self.assertEqual('accepted', self.path().state)

    def test_ticket_is_a_question_where_there_is_that_type(self):
        ticket = Ticket(self.env, self.accepted(keep=(1,))[1])
        self.assertEqual(('question', ''), (ticket['type'],
                                            ticket['priority']))
        Type(self.env, 'question').delete()
        self.env.config.set('ticket', 'default_type', 'enhancement')
        ticket = Ticket(self.env, self.accepted(OTHER_PATH, (2,))[1])
        self.assertEqual('enhancement', ticket['type'])

    def test_event_says_which_ticket_is_which_step(self):
        tickets = self.accepted(keep=(1, 3))
        (ident, learner, data), = self.outbox('PathCreated.v1')
        self.assertEqual(ADA, learner)
        self.assertEqual({'path': PATH, 'steps': [
            {'n': n, 'step': steps()[proposed - 1]['step'],
             'ticket': tickets[n]}
            for n, proposed in ((1, 1), (2, 3))]}, json.loads(data))
        body, = self.gateway.bodies('/api/v1/relay')
        self.assertEqual(('PathCreated.v1', ident, ADA), (
            body['detail_type'], body['event_id'], body['learner']))
        self.assertEqual([], self.outbox('QuestionPublished.v1'))

    def test_echo_closes_the_row_and_keeps_the_tickets(self):
        tickets = self.accepted()
        (ident, _learner, _data), = self.outbox('PathCreated.v1')
        self.tell(ADA, event_id=ident, state='accepted',
                  rank=[3, self.path().changed_at])
        self.assertEqual([(0,)], self.env.db_query(
            "SELECT COUNT(*) FROM learning_outbox WHERE echoed IS NULL"))
        self.assertEqual(tickets, self.tickets())

    def test_old_news_after_the_acceptance_change_nothing(self):
        tickets = self.accepted()
        for state in ('requested', 'working', 'proposed', 'unavailable'):
            self.tell(ADA, state=state, at=10 ** 6)
        self.assertEqual('accepted', self.path().state)
        self.assertEqual(tickets, self.tickets())
        self.assertIn('3 steps', self.ada.get(PAGE + PATH).body)

    def test_other_learners_neither_see_nor_find_the_tickets(self):
        tickets = self.accepted()
        for number in tickets.values():
            self.assertEqual(200, self.ada.get('/trac/ticket/%d'
                                               % number).status)
            self.assertIn(self.bob.get('/trac/ticket/%d' % number).status,
                          (403, 404))
        self.assertNotIn('Isolation', self.bob.get(
            '/trac/query?col=summary&max=0&status=!closed').body)
        self.assertIn('Transaction', self.ada.get('/trac/learning').body)

    def test_nobody_is_mailed(self):
        sent = []
        original = NotificationSystem.notify
        self.addCleanup(setattr, NotificationSystem, 'notify', original)
        NotificationSystem.notify = lambda self, event: sent.append(event)
        self.assertEqual(3, len(self.accepted()))
        self.assertEqual([], sent)

    def test_accepting_twice_makes_them_once(self):
        tickets, count = self.accepted(), self.count()
        reply = self.accept()
        self.assertEqual(303, reply.status)
        self.assertEqual(tickets, self.tickets())
        self.assertEqual(count, self.count())
        self.assertEqual(1, len(self.outbox('PathCreated.v1')))

    def test_dropped_step_gets_no_ticket_and_is_said(self):
        tickets = self.accepted(keep=(2,))
        self.assertEqual([1], tickets.keys())
        reply = self.ada.get(PAGE + PATH)
        self.assertIn('Left out when the path was accepted:', reply.body)
        self.assertNotIn('step-2', reply.body)

    def test_step_that_the_learner_has_elsewhere_keeps_its_ticket(self):
        first = self.accepted()
        other = [step(1, 'lock', path=OTHER_PATH),
                 step(2, 'lock manager', (1,), OTHER_PATH,
                      source={'chunk': 'chunk-lock'})]
        self.tell(ADA, path=OTHER_PATH, steps=other)
        Acceptance(self.env).accept(
            OTHER_PATH, Accounts(self.env).of_user(USER),
            [one['step'] for one in other])
        second = self.tickets(OTHER_PATH)
        self.assertEqual(first[3], second[1])
        self.assertNotIn(second[2], first.values())
        self.assertEqual(2, len(json.loads(
            self.outbox('PathCreated.v1')[1][2])['steps']))

    def test_shared_ticket_has_the_keyword_of_each_path_once(self):
        first = self.accepted()
        for n, typed in ((1, 'mine, path-7b1f0f3e'),
                         (3, 'path-11111111,path-7b1f0f3e')):
            ticket = Ticket(self.env, first[n])
            ticket['keywords'] = typed
            ticket.save_changes(USER, '')
        before, sent = self.count('ticket_change'), []
        original = NotificationSystem.notify
        self.addCleanup(setattr, NotificationSystem, 'notify', original)
        NotificationSystem.notify = lambda self, event: sent.append(event)
        other = '11111111' + PATH[8:]
        self.tell(ADA, path=other, steps=[
            step(1, 'transaction', path=other), step(2, 'lock', path=other)])
        account = Accounts(self.env).of_user(USER)
        wanted = [step(1, one, path=other)['step']
                  for one in ('transaction', 'lock')]
        for _again in range(2):
            Acceptance(self.env).accept(other, account, wanted)
        self.assertEqual(
            ['mine, path-7b1f0f3e path-11111111', 'path-7b1f0f3e',
             'path-11111111,path-7b1f0f3e'],
            [Ticket(self.env, first[n])['keywords'] for n in (1, 2, 3)])
        self.assertEqual([('keywords', USER)], self.env.db_query(
            "SELECT field, author FROM ticket_change WHERE ticket=%s "
            "AND newvalue LIKE '%%path-1111%%'", (first[1],)))
        self.assertEqual((2, []), (self.count('ticket_change') - before,
                                   sent))

    def test_tickets_are_not_shared_between_learners(self):
        first = self.accepted()
        self.tell(BOB, path=OTHER_PATH)
        self.accept(OTHER_PATH, self.bob)
        second = self.tickets(OTHER_PATH)
        self.assertEqual(3, len(second))
        self.assertFalse(set(first.values()) & set(second.values()))

    def test_words_of_the_material_mark_nothing_up(self):
        title = u'a}}} [[Image(x)]] {{{ #!html <b> `}'
        self.tell(ADA, title=title, steps=[step(
            1, 'transaction', title=u'[[BR]]\n <b>', source={
                'title': title})])
        self.accept()
        ticket = Ticket(self.env, self.tickets()[1])
        self.assertEqual(u'[[BR]] <b>', ticket['summary'])
        page = self.ada.get('/trac/ticket/%d' % ticket.id).body
        self.assertIn(u'[[Image(x)]]', page)
        self.assertNotIn(u'<b> `', page)
        self.assertNotIn(u'}}}', verbatim(title)[3:-3])

    def test_deleted_ticket_is_no_step_any_more(self):
        tickets = self.accepted()
        Ticket(self.env, tickets[1]).delete()
        self.assertEqual([2, 3], sorted(self.tickets()))
        self.assertEqual(200, self.ada.get(PAGE + PATH).status)


class OpenPageTestCase(AcceptTestCase):

    def state(self, **headers):
        return self.ada.get(PAGE + PATH + '/state', **headers)

    def test_open_page_learns_what_unlocked(self):
        tickets = self.accepted()
        page = self.ada.get(PAGE + PATH).body
        self.assertIn('data-state="%s/state"' % (PAGE + PATH), page)
        self.assertIn('js/path.js', page)
        reply = self.state()
        before = json.loads(reply.body)
        self.assertEqual(['ready', 'locked', 'ready'],
                         [step['state'] for step in before['steps']])
        self.assertEqual((True, 'accepted', '0 of 3 steps are done.'),
                         (before['polls'], before['state'],
                          before['done']))
        tag = reply.headers['ETag']
        self.assertEqual(304, self.state(HTTP_IF_NONE_MATCH=tag).status)
        self.answer(tickets[1], score=0.9)
        after = json.loads(self.state(HTTP_IF_NONE_MATCH=tag).body)
        self.assertEqual({'n': 2, 'state': 'ready', 'symbol': u'\u2192',
                          'word': 'ready'}, after['steps'][1])
        self.assertEqual('1 of 3 steps are done.', after['done'])
        if after['map']:
            self.assertIn('<svg', after['map'])

    def test_kept_steps_have_places_without_gaps(self):
        self.accepted(keep=(1, 3))
        self.assertEqual([1, 2], [step['n'] for step in json.loads(
            self.state().body)['steps']])

    def test_nothing_more_is_asked_when_all_is_done(self):
        for number in self.accepted().values():
            self.answer(number, score=1.0)
        self.assertFalse(json.loads(self.state().body)['polls'])
        self.assertNotIn('data-state', self.ada.get(PAGE + PATH).body)

    def test_path_that_is_given_up_in_another_window_is_told(self):
        self.accepted()
        self.ada.post(PAGE + PATH + '/give_up')
        answer = json.loads(self.state().body)
        self.assertEqual(('given_up', True), (answer['state'],
                                              answer['final']))
        self.assertNotIn('steps', answer)


class RefusedTestCase(AcceptTestCase):

    def nothing(self, reply, *words):
        self.assertEqual({}, self.tickets())
        self.assertEqual([], self.outbox('PathCreated.v1'))
        page = self.ada.get(PAGE + PATH).body
        for one in words:
            self.assertIn(one, page)

    def test_acceptance_without_a_step_is_refused(self):
        self.tell(ADA)
        reply = self.accept(keep=())
        self.assertEqual(400, reply.status)
        self.assertIn('Please keep one step at least.', reply.body)
        self.nothing(reply)

    def test_steps_of_another_path_are_none(self):
        self.tell(ADA)
        body = 'step=%s&__FORM_TOKEN=%s' % (
            steps(OTHER_PATH)[0]['step'], self.ada.jar['trac_form_token'][0])
        self.nothing(self.ada.post(PAGE + PATH + '/accept', body=body))

    def test_acceptance_of_a_path_not_proposed_is_refused(self):
        for at, state in enumerate(('requested', 'working', 'unavailable')):
            self.tell(ADA, state=state, at=at, steps=steps())
            self.nothing(self.accept(), 'This path cannot be accepted')

    def test_acceptance_of_another_learners_path_is_404(self):
        self.tell(ADA)
        for name in ('bob', 'author', 'operator'):
            browser = self.browse(name)
            browser.get('/trac/learning')
            reply = self.accept(browser=browser)
            self.assertEqual(404, reply.status)
            self.nothing(reply)

    def test_acceptance_without_the_form_token_is_refused(self):
        self.tell(ADA)
        reply = self.ada.post(PAGE + PATH + '/accept', {
            '__FORM_TOKEN': 'guess', 'step': steps()[0]['step']})
        self.assertEqual(400, reply.status)
        self.nothing(reply)

    def test_program_that_opened_the_page_accepts_with_its_token(self):
        self.tell(ADA)
        program = self.browse('ada')
        self.assertNotIn('trac_form_token', program.jar)
        self.assertEqual(200, program.get(
            PAGE + PATH, HTTP_X_REQUESTED_WITH='XMLHttpRequest').status)
        self.assertEqual(303, self.accept(
            browser=program, HTTP_X_REQUESTED_WITH='XMLHttpRequest').status)
        self.assertEqual(3, len(self.tickets()))

    def test_acceptance_by_get_does_nothing(self):
        self.tell(ADA)
        self.ada.get(PAGE + PATH + '/accept?step=' + steps()[0]['step'])
        self.nothing(None)


class InterruptedTestCase(AcceptTestCase):

    def stop_at(self, name):
        def point(reached):
            if reached == name:
                raise Interrupted(name)
        chaos.point = point

    def interrupted(self, name):
        self.tell(ADA)
        self.stop_at(name)
        with self.assertRaises(Interrupted):
            Acceptance(self.env).accept(
                PATH, Accounts(self.env).of_user(USER),
                [one['step'] for one in steps()])
        chaos.point = self.point

    def test_before_the_commit_nothing_is_made(self):
        before = self.count()
        self.interrupted('path_made')
        self.assertEqual((before, {}), (self.count(), self.tickets()))
        self.assertEqual('proposed', self.path().state)
        self.accept()
        self.assertEqual((before + 3, 3), (self.count(),
                                           len(self.tickets())))

    def test_after_the_commit_the_event_goes_out_later(self):
        self.interrupted('path_committed')
        self.assertEqual(3, len(self.tickets()))
        self.accept()
        self.assertEqual([], self.gateway.requests)
        self.env.db_transaction("UPDATE learning_outbox SET created=created-"
                                "3600000000")
        Sync(self.env).relay_due()
        body, = self.gateway.bodies('/api/v1/relay')
        self.assertEqual('PathCreated.v1', body['detail_type'])

    def test_gateway_that_is_away_hinders_nobody(self):
        self.gateway.replies['/api/v1/relay'] = 503
        self.assertEqual(3, len(self.accepted()))

    def test_restored_trac_makes_tickets_anew(self):
        """The feed calls it accepted, but the tickets are gone: their numbers
        may be others' now."""
        self.tell(ADA, state='accepted')
        self.assertEqual({}, self.tickets())
        page = self.ada.get(PAGE + PATH).body
        self.assertIn('its tickets are not in this Trac', page)
        self.accept()
        self.assertEqual(3, len(self.tickets()))
        self.assertNotIn('not in this Trac', self.ada.get(PAGE + PATH).body)


class ProgressTestCase(AcceptTestCase):

    def test_step_waits_for_what_it_needs(self):
        tickets = self.accepted()
        self.assertEqual(['ready', 'locked', 'ready'], self.states())
        for phase, score, first, second in (
                ('queued', None, 'answered', 'locked'),
                ('ungradable', None, 'ready', 'locked'),
                ('graded', 0.79, 'needs_review', 'locked'),
                ('graded', 0.8, 'done', 'ready')):
            self.answer(tickets[1], 1, phase, score)
            self.assertEqual([first, second, 'ready'], self.states(), phase)
        self.assertIn('1 of 3 steps are done.',
                      self.ada.get(PAGE + PATH).body)

    def test_later_weaker_attempt_takes_nothing_back(self):
        tickets = self.accepted()
        self.answer(tickets[1], 1, 'graded', 1.0)
        self.answer(tickets[1], 2, 'queued')
        self.assertEqual('done', self.states()[0])
        self.answer(tickets[1], 2, 'graded', 0.2)
        self.assertEqual(['done', 'ready', 'ready'], self.states())

    def test_newest_grade_counts_where_the_author_says_so(self):
        tickets = self.accepted()
        self.env.db_transaction("UPDATE learning_question "
                                "SET counting='newest'")
        self.answer(tickets[1], 1, 'graded', 1.0)
        self.answer(tickets[1], 2, 'graded', 0.2)
        self.assertEqual(['needs_review', 'locked', 'ready'], self.states())

    def test_dropped_step_locks_nothing(self):
        self.accepted(keep=(2, 3))
        self.assertEqual(['ready', 'ready'], self.states())

    def test_map_and_list_lead_to_the_tickets(self):
        tickets = self.accepted()
        page = self.ada.get(PAGE + PATH).body
        self.assertEqual(7, sum(page.count('ref="/trac/ticket/%d#learning"'
                                           % n) for n in tickets.values()))
        self.assertIn('learning-primary" href="/trac/ticket/%d#learning"'
                      % tickets[1], page)
        self.assertIn('learning-step-locked', page.replace('&#45;', '-'))


if __name__ == '__main__':
    unittest.main()
