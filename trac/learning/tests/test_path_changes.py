# -*- coding: utf-8 -*-
"""A path is renamed and given up by its learner."""

import json
import unittest

from trac.ticket.model import Ticket

from learning import chaos
from learning.paths.acceptance import Acceptance
from learning.paths.path_changes import PathChanges
from learning.tests.path_case import GOAL, OTHER_PATH, PATH, step
from learning.tests.question_case import Interrupted
from learning.tests.test_path_accept import USER, AcceptTestCase
from learning.tests.test_paths import ADA, BOB, PAGE
from learning.users.account import Accounts

EVENT = 'PathChanged.v1'


class ChangeTestCase(AcceptTestCase):

    def send(self, action, path=PATH, browser=None, **form):
        browser = browser or self.ada
        return browser.post(PAGE + path + '/' + action, dict(
            {'__FORM_TOKEN': browser.jar['trac_form_token'][0]}, **form))

    def give_up(self, path=PATH, **more):
        return self.send('give_up', path, **more)

    def statuses(self, tickets):
        return {n: Ticket(self.env, number)['status']
                for n, number in tickets.items()}


class RenameTestCase(ChangeTestCase):

    def test_title_is_shown_and_told(self):
        self.tell(ADA)
        self.assertEqual(303, self.send(
            'rename', title=u'  F\xfcr die\n Pr\xfcfung '.encode(
                'utf-8')).status)
        self.assertEqual((u'F\xfcr die Pr\xfcfung', 'proposed'),
                         (self.path().title, self.path().state))
        (_ident, learner, data), = self.outbox(EVENT)
        self.assertEqual((ADA, {'path': PATH, 'title':
                                u'F\xfcr die Pr\xfcfung'}),
                         (learner, json.loads(data)))
        self.assertEqual(EVENT, self.gateway.bodies('/api/v1/relay')[0][
            'detail_type'])
        page = self.ada.get(PAGE + PATH).body
        self.assertIn(u'<h1 dir="auto">F\xfcr die Pr\xfcfung</h1>', page)
        self.assertIn(u'The path has its new title.', page)

    def test_title_outlives_older_news_of_the_feed(self):
        self.tell(ADA)
        self.send('rename', title='Mine')
        self.tell(ADA, at=10 ** 6)
        self.assertEqual('Mine', self.path().title)
        self.tell(ADA, state='accepted', at=10 ** 6)
        self.assertEqual('Mine', self.path().title)

    def test_newer_title_of_the_feed_counts(self):
        """As in a Trac that was restored."""
        self.tell(ADA)
        self.send('rename', title='Mine')
        self.tell(ADA, state='requested', title='Later',
                  renamed_at='2099-01-01T00:00:00+00:00')
        self.assertEqual(('Later', 'proposed'), (self.path().title,
                                                 self.path().state))

    def test_same_title_says_nothing(self):
        self.tell(ADA)
        self.send('rename', title='How isolation levels work')
        self.assertEqual([], self.outbox(EVENT))

    def test_title_that_cannot_be_is_refused_kindly(self):
        self.tell(ADA)
        for title, words in ((' \n ', 'Please say what the path is to be'),
                             ('x' * 256, 'The title has 256 characters')):
            self.send('rename', title=title)
            self.assertIn(words, self.ada.get(PAGE + PATH).body)
        self.send('rename', title='x' * 255)
        self.assertEqual('x' * 255, self.path().title)
        self.assertEqual(1, len(self.outbox(EVENT)))

    def test_given_up_path_keeps_its_title(self):
        self.tell(ADA)
        self.give_up()
        self.send('rename', title='Mine')
        self.assertEqual('How isolation levels work', self.path().title)
        self.assertIn('it keeps its title', self.ada.get(PAGE + PATH).body)


class GiveUpTestCase(ChangeTestCase):

    def test_tickets_without_an_answer_are_closed_and_others_stay(self):
        tickets = self.accepted()
        self.answer(tickets[1], score=0.2)
        page = self.ada.get(PAGE + PATH).body
        self.assertIn('Not answered, will be closed:', page)
        self.assertIn('Answered, will stay as they are:', page)
        self.assertNotIn('Also part of another path', page)
        self.assertEqual(303, self.give_up().status)
        self.assertEqual({1: 'open', 2: 'closed', 3: 'closed'},
                         self.statuses(tickets))
        ticket = Ticket(self.env, tickets[2])
        self.assertEqual('', ticket['resolution'])
        (author, comment), = [change[1:5:3] for change in
                              ticket.get_changelog()
                              if change[2] == 'comment']
        self.assertEqual(USER, author)
        self.assertIn('{{{How isolation levels work}}} was given up',
                      comment)
        page = self.ada.get(PAGE + PATH).body
        self.assertIn('You gave the path up.', page)
        self.assertIn('2 tickets without an answer were closed.', page)
        self.assertIn('1 ticket with an answer stays as it is.', page)

    def test_path_is_given_up_and_told(self):
        self.accepted()
        self.give_up()
        self.assertEqual(('given_up', 4), (self.path().state,
                                           self.path().rank))
        (_ident, learner, data), = self.outbox(EVENT)
        self.assertEqual((ADA, {'path': PATH, 'state': 'given_up'}),
                         (learner, json.loads(data)))
        self.tell(ADA, state='accepted', at=10 ** 9)
        self.assertEqual('given_up', self.path().state)
        self.assertIn('Given up', self.ada.get('/trac/learning/paths').body)

    def test_what_is_asked_again_has_the_goal_filled_in(self):
        self.accepted()
        self.give_up()
        page = self.ada.get(PAGE + PATH).body
        self.assertEqual(['given_up'] * 3, self.states())
        self.assertNotIn('id="learning-change"', page)
        link, = self.said(self.ada.get(PAGE + PATH),
                          r'id="learning-ask-again" href="([^"]+)"')
        form = self.ada.get(str(link.replace('&amp;', '&'))).body
        self.assertIn(GOAL.encode('utf-8'), form)
        self.assertIn('value="60"', form)

    def test_ticket_of_another_path_stays_open(self):
        tickets = self.accepted()
        self.tell(ADA, path=OTHER_PATH, steps=[step(1, 'lock',
                                                    path=OTHER_PATH)])
        self.accept(OTHER_PATH, keep=(3,))
        self.assertEqual(tickets[3], self.tickets(OTHER_PATH)[1])
        self.assertIn('Also part of another path of yours',
                      self.ada.get(PAGE + PATH).body)
        self.give_up()
        self.assertEqual({1: 'closed', 2: 'closed', 3: 'open'},
                         self.statuses(tickets))
        self.give_up(OTHER_PATH)
        self.assertEqual('closed', Ticket(self.env, tickets[3])['status'])

    def test_same_path_again_has_tickets_of_its_own_but_for_answered(self):
        first = self.accepted()
        self.answer(first[1], score=0.9)
        self.give_up()
        again = [dict(raw, step=step(
            1, str(raw['concept']), path=OTHER_PATH)['step'])
                 for raw in self.path().document['steps']]
        self.tell(ADA, path=OTHER_PATH, steps=again)
        Acceptance(self.env).accept(
            OTHER_PATH, Accounts(self.env).of_user(USER),
            [raw['step'] for raw in again])
        second = self.tickets(OTHER_PATH)
        self.assertEqual(first[1], second[1])
        self.assertEqual({1: 'open', 2: 'open', 3: 'open'},
                         self.statuses(second))

    def test_answered_ticket_still_shows_its_passage(self):
        tickets = self.accepted()
        self.answer(tickets[1], score=0.9)
        self.give_up()
        self.assertIn('A transaction is a group of statements',
                      self.ada.get('/trac/ticket/%d' % tickets[1]).body)

    def test_proposal_is_given_up_without_tickets_and_stays_so(self):
        self.tell(ADA)
        self.assertIn('It has no tickets.', self.ada.get(PAGE + PATH).body)
        self.give_up()
        page = self.ada.get(PAGE + PATH).body
        self.assertNotIn('Accept this path', page)
        self.accept()
        self.assertEqual({}, self.tickets())
        self.assertIn('You gave this path up.', self.ada.get(
            PAGE + PATH).body)

    def test_request_is_given_up_and_its_proposal_comes_too_late(self):
        self.ask()
        self.give_up()
        self.tell(ADA)
        self.assertEqual('given_up', self.path().state)

    def test_giving_up_twice_changes_tickets_once(self):
        tickets = self.accepted()
        self.give_up()
        before = len(Ticket(self.env, tickets[1]).get_changelog())
        self.give_up()
        self.assertEqual(1, len(self.outbox(EVENT)))
        self.assertEqual(before, len(Ticket(
            self.env, tickets[1]).get_changelog()))

    def test_ticket_that_was_closed_by_hand_is_left_alone(self):
        tickets = self.accepted()
        ticket = Ticket(self.env, tickets[1])
        ticket.populate({'status': 'closed', 'resolution': 'fixed'})
        ticket.save_changes(USER, 'known')
        self.give_up()
        self.assertEqual('fixed', Ticket(self.env, tickets[1])['resolution'])


class RefusedTestCase(ChangeTestCase):

    def test_only_the_learner_changes_a_path(self):
        tickets = self.accepted()
        for name in ('bob', 'author', 'operator'):
            browser = self.browse(name)
            browser.get('/trac/learning')
            for action in ('rename', 'give_up'):
                self.assertEqual(404, self.send(
                    action, browser=browser, title='Theirs').status)
            self.assertNotIn('id="learning-change"',
                             browser.get(PAGE + PATH).body)
        self.assertEqual('How isolation levels work', self.path().title)
        self.assertEqual({1: 'open', 2: 'open', 3: 'open'},
                         self.statuses(tickets))

    def test_nothing_without_the_form_token_or_by_get(self):
        self.accepted()
        for action in ('rename', 'give_up'):
            self.assertEqual(400, self.send(
                action, title='x', __FORM_TOKEN='guess').status)
            self.ada.get(PAGE + PATH + '/' + action + '?title=x')
        self.assertEqual('accepted', self.path().state)
        self.assertEqual([], self.outbox(EVENT))

    def test_another_learner_s_feed_row_renames_nothing(self):
        self.tell(ADA)
        self.tell(BOB, title='Theirs',
                  renamed_at='2099-01-01T00:00:00+00:00')
        self.assertEqual('How isolation levels work', self.path().title)


if __name__ == '__main__':
    unittest.main()
