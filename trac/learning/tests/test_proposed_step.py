# -*- coding: utf-8 -*-
"""A grade showed a gap: a step is proposed, and taken or declined, once."""

import copy
import json
import unittest
import uuid

from trac.ticket.model import Ticket

from learning import chaos
from learning.paths.chart import path_source
from learning.paths.path import merge_paths, read_path
from learning.paths.proposed_step import add_step, read_proposed
from learning.tests.path_case import PATH, step, steps, told
from learning.tests.question_case import Interrupted
from learning.tests.test_path_accept import AcceptTestCase
from learning.tests.test_paths import ADA, PAGE

TABLE = str(uuid.uuid5(uuid.UUID(PATH), 'table'))
ISOLATION = steps()[1]['step']


def proposed(n=2, needs=(), before=ISOLATION, concept='table', **more):
    """A proposed step as the feed tells it."""
    return step(n, concept, needs, before=before,
                because={'ticket': 2, 'score': 0.4},
                reason=u'you had 40 % on “Isolation”, which builds on this',
                **more)


class DocumentTestCase(unittest.TestCase):
    """Without a Trac."""

    def setUp(self):
        self.document = told('accepted', proposed_steps=[
            proposed(needs=(1,)),
            proposed(3, (2,), before=steps()[2]['step'], concept='row')])
        self.tickets = {one['step']: n for n, one in enumerate(steps(), 51)}

    def add(self, number=0):
        return add_step(self.document, self.tickets,
                        read_proposed(self.document)[number])

    def places(self, document):
        return [(one['n'], one['concept'], one['needs'])
                for one in document['steps']]

    def test_new_step_stands_right_before_the_one_that_needs_it(self):
        self.assertEqual([
            (1, 'transaction', []), (2, 'table', [1]),
            (3, 'isolation', [1, 2]), (4, 'lock', [])],
            self.places(self.add()))

    def test_other_proposals_keep_their_places(self):
        (other,) = self.add()['proposed_steps']
        self.assertEqual(('row', 4, [3]), (other['concept'], other['n'],
                                           other['needs']))
        (other,) = self.add(1)['proposed_steps']
        self.assertEqual(('table', 2, [1]), (other['concept'], other['n'],
                                             other['needs']))

    def test_steps_that_were_dropped_are_not_numbered(self):
        del self.tickets[steps()[0]['step']]
        self.assertEqual([
            (1, 'table', []), (2, 'isolation', [1]), (3, 'lock', [])],
            self.places(self.add()))

    def test_adding_a_step_leaves_the_given_document(self):
        before = copy.deepcopy(self.document)
        self.add()
        self.assertEqual(before, self.document)

    def test_what_either_report_calls_declined_is_declined(self):
        one = read_path(told('accepted', declined=['a']), ADA)
        other = read_path(told('accepted', at=2, declined=['b']), ADA)
        for known, new in ((one, other), (other, one)):
            self.assertEqual(['a', 'b'], merge_paths(
                known, new).document['declined'])

    def test_map_shows_what_may_be_added(self):
        shown = dict(n=2, title='Isolation', state='ready', symbol='>',
                     word='ready', href='#', needs=[])
        added = dict(shown, title='Table', state='added', symbol='+',
                     word='proposed in addition', before=shown)
        source = path_source([shown], [added])
        self.assertIn('a0 -> n2 [style=dashed]', source)
        self.assertIn('shape=component style=dashed', source)
        self.assertIn('Table', source)
        self.assertIn('+ proposed in addition', source)


class ProposalTestCase(AcceptTestCase):

    def propose(self, *more, **changes):
        """The feed tells of an accepted path that has a proposal."""
        given = dict(state='accepted', proposed_steps=[proposed()] +
                     list(more), rank=[3, self.path().changed_at])
        self.tell(ADA, **dict(given, **changes))

    def take(self, action='accept_step', step=TABLE, browser=None):
        browser = browser or self.ada
        return browser.post(PAGE + PATH + '/' + action, body=(
            'step=%s&__FORM_TOKEN=%s' % (
                step, browser.jar['trac_form_token'][0])))

    def page(self, browser=None):
        return (browser or self.ada).get(PAGE + PATH).body

    def panel(self, ticket):
        return self.ada.get('/trac/ticket/%d' % ticket).body

    def low(self, **more):
        """A path whose second step was answered badly."""
        tickets = self.accepted(**more)
        self.answer(tickets[2], score=0.4)
        self.propose()
        return tickets


class ShownTestCase(ProposalTestCase):

    def test_path_shows_the_step_with_its_reason_and_its_place(self):
        self.low()
        body = self.page()
        self.assertIn('id="added-%s"' % TABLE, body)
        self.assertIn(u'<ins>', body)
        self.assertIn('Step: Table', body)
        self.assertIn('2. Isolation</a>', body)
        self.assertIn(u'you had 40 % on “Isolation”', body)
        self.assertIn('proposed in addition', body)
        self.assertIn('3 steps', body)
        self.assertTrue(body.index('id="step-1"') < body.index('added-title')
                        < body.index('id="step-2"'))

    def test_staff_see_it_and_are_not_asked(self):
        self.low()
        body = self.page(self.browse('author'))
        self.assertIn('added-' + TABLE, body)
        self.assertNotIn('accept_step', body)

    def test_ticket_of_the_step_links_to_it(self):
        tickets = self.low()
        link = '%s#added-%s' % (PAGE + PATH, TABLE)
        self.assertIn(link, self.panel(tickets[2]))
        self.assertNotIn(link, self.panel(tickets[1]))

    def test_open_page_of_the_ticket_waits_for_it_and_then_stops(self):
        tickets = self.accepted()
        self.answer(tickets[2], score=0.4)
        self.assertFalse(self.state(tickets[2])['final'])
        self.propose()
        answer = self.state(tickets[2])
        self.assertTrue(answer['final'])
        self.assertIn('added-' + TABLE, answer['html'])

    def test_open_page_of_the_ticket_does_not_wait_for_ever(self):
        tickets = self.accepted()
        self.answer(tickets[2], score=0.4)
        self.env.db_transaction(
            "UPDATE learning_attempt SET phase_at=phase_at-60000000")
        self.assertTrue(self.state(tickets[2])['final'])

    def test_open_page_of_the_path_hears_of_it(self):
        self.low()
        answer = json.loads(self.ada.get(PAGE + PATH + '/state').body)
        self.assertEqual(TABLE, answer['additions'])
        self.assertIn('data-added="%s"' % TABLE, self.page())

    def test_mastered_step_leads_to_the_one_that_is_ready_now(self):
        tickets = self.accepted()
        self.answer(tickets[1], score=0.9)
        answer = self.state(tickets[1])
        self.assertTrue(answer['final'])
        following = 'learning-primary" href="/trac/ticket/%d#learning"' \
            % tickets[2]
        self.assertIn(following, answer['html'])
        self.assertIn(following, self.panel(tickets[1]))
        self.answer(tickets[2], score=0.9)
        self.assertNotIn(following, self.panel(tickets[1]))

    def test_it_goes_when_the_graded_step_is_mastered(self):
        tickets = self.low()
        self.answer(tickets[2], attempt=2, score=0.9)
        self.assertNotIn('added-', self.page())

    def test_it_goes_when_what_it_teaches_is_mastered_elsewhere(self):
        tickets = self.low()
        self.env.db_transaction(
            "UPDATE learning_step SET concept='table' WHERE n=3")
        self.assertIn('added-' + TABLE, self.page())
        self.answer(tickets[3], score=0.9)
        self.assertNotIn('added-', self.page())

    def test_it_goes_with_a_path_that_is_given_up(self):
        tickets = self.low()
        self.ada.post(PAGE + PATH + '/give_up')
        self.assertNotIn('added-', self.page())
        self.assertNotIn('added-', self.panel(tickets[2]))
        self.take()
        self.assertNotIn(TABLE, self.outbox('PathCreated.v1')[-1][2])

    def state(self, ticket):
        return json.loads(self.ada.get('/trac/learning/state/%d'
                                       % ticket).body)


class TakenTestCase(ProposalTestCase):

    def test_accepted_step_is_a_ticket_right_before_the_graded_one(self):
        tickets = self.low()
        self.assertEqual(303, self.take().status)
        now = self.tickets()
        self.assertEqual([tickets[1], tickets[2], tickets[3]],
                         [now[1], now[3], now[4]])
        ticket = Ticket(self.env, now[2])
        self.assertEqual('Table', ticket['summary'])
        self.assertIn('Step 2 of', ticket['description'])
        body = self.page()
        self.assertNotIn('added-title', body)
        self.assertIn('Comes after:', body)
        self.assertEqual(['ready', 'ready', 'needs_review', 'ready'],
                         self.states())

    def test_all_steps_are_told_anew_and_later_than_before(self):
        self.low()
        before = self.path().changed_at
        self.take()
        data = json.loads(self.outbox('PathCreated.v1')[-1][2])
        self.assertEqual([1, 2, 3, 4], [one['n'] for one in data['steps']])
        self.assertEqual(TABLE, data['steps'][1]['step'])
        self.assertEqual(self.tickets(), {
            one['n']: one['ticket'] for one in data['steps']})
        self.assertTrue(self.path().changed_at > before)

    def test_older_news_do_not_propose_it_again(self):
        self.low()
        at = self.path().changed_at
        self.take()
        self.propose(rank=[3, at])
        self.assertNotIn('added-title', self.page())
        self.assertEqual(4, len(self.states()))

    def test_accepting_twice_makes_one_ticket(self):
        self.low()
        self.take()
        count, told = self.count(), len(self.outbox('PathCreated.v1'))
        self.assertEqual(303, self.take().status)
        self.assertEqual(count, self.count())
        self.assertEqual(told, len(self.outbox('PathCreated.v1')))

    def test_ticket_that_the_learner_has_already_is_taken(self):
        tickets = self.low()
        self.env.db_transaction(
            "UPDATE learning_step SET concept='table', chunk='chunk-table' "
            "WHERE n=3")
        count = self.count()
        self.take()
        self.assertEqual((count, tickets[3]),
                         (self.count(), self.tickets()[2]))

    def test_interrupted_acceptance_leaves_nothing(self):
        tickets = self.low()
        count = self.count()

        def interrupt(name):
            if name == 'step_taken':
                raise Interrupted
        chaos.point = interrupt
        with self.assertRaises(Interrupted):
            self.take()
        chaos.point = self.point
        self.assertEqual((count, tickets), (self.count(), self.tickets()))
        self.assertIn('added-title', self.page())
        self.take()
        self.assertEqual(4, len(self.tickets()))

    def test_others_cannot_take_it(self):
        self.low()
        self.assertEqual(404, self.take(browser=self.bob).status)
        self.assertEqual(3, len(self.tickets()))

    def test_step_that_is_not_proposed_is_refused(self):
        self.low()
        for wrong in (ISOLATION[:-1] + 'f', '', 'x'):
            self.take(step=wrong)
            self.assertIn('not proposed any more', self.page())
        self.assertEqual(3, len(self.tickets()))

    def test_step_that_left_the_material_since_the_page_was_opened_is_not_taken(
            self):
        self.low()
        self.propose(proposed_steps=[proposed(retired=True)])
        self.take()
        self.assertIn('It is proposed again when it is back', self.page())
        self.assertEqual(3, len(self.tickets()))
        self.propose()
        self.take()
        self.assertEqual(4, len(self.tickets()))

    def test_declined_step_goes_and_is_told_once(self):
        self.low()
        at = self.path().changed_at
        self.take('decline_step')
        self.assertNotIn('added-', self.page())
        (_ident, learner, data), = self.outbox('PathChanged.v1')
        self.assertEqual((ADA, {'path': PATH, 'declined': TABLE}),
                         (learner, json.loads(data)))
        self.propose(rank=[3, at])
        self.assertNotIn('added-', self.page())
        self.take('decline_step')
        self.take('accept_step')
        self.assertEqual(1, len(self.outbox('PathChanged.v1')))
        self.assertEqual(3, len(self.tickets()))


if __name__ == '__main__':
    unittest.main()
