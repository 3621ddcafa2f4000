# -*- coding: utf-8 -*-
"""A learner takes a path's steps in an order of their own."""

import itertools
import json
import re
import unittest

from trac.ticket.model import Ticket

from learning.errors import InvalidInput
from learning.paths.order import arrange_steps, check_order, take_steps
from learning.paths.step import read_steps
from learning.paths.step_choice import read_choice
from learning.tests.path_case import OTHER_PATH, PATH, step, steps, told
from learning.tests.test_path_accept import AcceptTestCase
from learning.tests.test_paths import ADA, PAGE


class Form(dict):
    """As Trac's arguments are read here."""

    def getlist(self, name):
        return self.get(name, [])

    def getfirst(self, name):
        return self.get(name)


def ids(*places, **more):
    """uuids of the proposed steps at these places."""
    proposed = steps(more.get('path', PATH))
    return [proposed[n - 1]['step'] for n in places]


def titles(document):
    return [one.title for one in read_steps(document)]


class ArrangementTestCase(unittest.TestCase):

    def test_places_and_needs_follow_the_order(self):
        found = read_steps(arrange_steps(told(), ids(3, 1, 2)))
        self.assertEqual([(1, 'Lock', ()), (2, 'Transaction', ()),
                          (3, 'Isolation', (2,))],
                         [(one.n, one.title, one.needs) for one in found])

    def test_need_of_a_step_that_is_left_out_falls_away(self):
        isolation, = read_steps(arrange_steps(told(), ids(2)))
        self.assertEqual((1, ()), (isolation.n, isolation.needs))

    def test_step_named_twice_or_unknown_counts_for_nothing(self):
        self.assertEqual(['Lock', 'Isolation'], titles(arrange_steps(
            told(), ids(3, 2, 3) + ['x'] + ids(1, path=OTHER_PATH))))

    def test_what_is_left_out_is_told_as_the_feed_tells_it(self):
        skipped = [{'concept': 'row', 'reason': 'mastered'}]
        self.assertEqual(
            skipped + [{'concept': 'transaction', 'reason': 'dropped'}],
            take_steps(told(skipped=skipped), ids(3, 2))['skipped'])

    def test_order_is_refused_just_where_a_step_comes_before_its_need(self):
        for count in (1, 2, 3):
            for order in itertools.permutations((1, 2, 3), count):
                found = read_steps(take_steps(told(), ids(*order)))
                wrong = {1, 2} <= set(order) and \
                    order.index(2) < order.index(1)
                if wrong:
                    with self.assertRaises(InvalidInput):
                        check_order(found)
                else:
                    check_order(found)


class ChoiceTestCase(unittest.TestCase):

    def choose(self, order=(1, 2, 3), keep=(1, 2, 3), **moved):
        return read_choice(told(), Form(
            {name: ids(n)[0] for name, n in moved.items()},
            order=ids(*order), step=ids(*keep)))

    def test_without_a_form_all_is_as_proposed(self):
        choice = read_choice(told(), Form())
        self.assertEqual((told(), set(ids(1, 2, 3)), ''), choice)

    def test_step_and_its_neighbour_are_exchanged(self):
        choice = self.choose(earlier=3)
        self.assertEqual(['Transaction', 'Lock', 'Isolation'],
                         titles(choice.document))
        self.assertEqual('Lock is now step 2 of 3.', choice.said)
        self.assertEqual(titles(choice.document),
                         titles(self.choose(later=2).document))

    def test_what_cannot_be_moved_stays_and_says_why(self):
        for moved, words in (
                ({'earlier': 1}, 'Transaction is the first step.'),
                ({'later': 3}, 'Lock is the last step.'),
                ({'earlier': 2}, 'Transaction comes first: Isolation needs '
                                 'it.'),
                ({'later': 1}, 'Transaction comes first: Isolation needs '
                               'it.')):
            choice = self.choose(**moved)
            self.assertEqual((words, titles(told())),
                             (choice.said, titles(choice.document)))

    def test_step_that_is_left_out_holds_up_no_other(self):
        choice = self.choose(keep=(2, 3), earlier=2)
        self.assertEqual(['Isolation', 'Transaction', 'Lock'],
                         titles(choice.document))
        self.assertEqual(set(ids(2, 3)), choice.kept)

    def test_step_that_the_form_forgot_stands_at_the_end(self):
        self.assertEqual(['Lock', 'Transaction', 'Isolation'],
                         titles(self.choose(order=(3,)).document))

    def test_every_order_that_is_possible_can_be_reached(self):
        seen, waiting = set(), [(1, 2, 3)]
        while waiting:
            order = waiting.pop()
            seen.add(order)
            for name in ('earlier', 'later'):
                for n in order:
                    found = titles(self.choose(order, **{name: n}).document)
                    places = tuple(titles(told()).index(one) + 1
                                   for one in found)
                    if places not in seen:
                        waiting.append(places)
        self.assertEqual({(1, 2, 3), (1, 3, 2), (3, 1, 2)}, seen)


class PageTestCase(AcceptTestCase):

    def send(self, address='', order=(1, 2, 3), keep=(1, 2, 3), path=PATH,
             browser=None, **moved):
        browser = browser or self.ada
        form = [('__FORM_TOKEN', browser.jar['trac_form_token'][0])]
        form += [(name, ids(n, path=path)[0]) for name, n in moved.items()]
        for n in order:
            ident, = ids(n, path=path)
            form += [('order', ident)] + [('step', ident)] * (n in keep)
        return browser.post(PAGE + path + address, body='&'.join(
            '%s=%s' % pair for pair in form))

    def shown(self, reply):
        return re.findall(r'name="step" value="[^"]+"( checked="checked")? '
                          r'/> <strong dir="auto">(\w+)<', reply.body)

    def test_button_shows_the_page_in_the_new_order_and_saves_nothing(self):
        self.tell(ADA)
        reply = self.send(keep=(1, 3), earlier=3)
        self.assertEqual(200, reply.status)
        checked = ' checked="checked"'
        self.assertEqual([(checked, 'Transaction'), (checked, 'Lock'),
                          ('', 'Isolation')], self.shown(reply))
        self.assertIn('role="status">Lock is now step 2 of 3.</p>',
                      reply.body)
        self.assertIn('href="#step-1" dir="auto">1. Transaction</a>',
                      reply.body)
        self.assertEqual(told()['steps'], self.path().document['steps'])
        self.assertEqual([(checked, 'Transaction'), (checked, 'Isolation'),
                          (checked, 'Lock')],
                         self.shown(self.ada.get(PAGE + PATH)))

    def test_buttons_have_names_and_say_what_is_not_possible(self):
        self.tell(ADA)
        body = self.ada.get(PAGE + PATH).body
        ident = ids(2)[0]
        self.assertRegexpMatches(
            body, r'aria-label="Earlier: Isolation" aria-describedby='
            r'"earlier-why-%s" aria-disabled="true">Earlier' % ident)
        self.assertIn('aria-label="Later: Isolation">Later', body)
        self.assertRegexpMatches(
            body, r'id="earlier-why-%s" class="learning-hint" dir="auto">'
            r'Transaction comes first: Isolation needs it\.' % ident)

    def test_form_of_another_shows_them_no_order(self):
        self.tell(ADA)
        self.assertEqual(404, self.send(browser=self.bob, later=1).status)
        author = self.browse('author')
        author.get('/trac/learning')
        body = self.send(browser=author, earlier=3).body
        self.assertNotIn('learning-moved', body)
        self.assertLess(body.index('>Isolation<'), body.index('>Lock<'))

    def test_tickets_and_event_are_in_the_learners_order(self):
        self.tell(ADA)
        self.assertEqual(303, self.send('/accept', (3, 1, 2)).status)
        tickets = self.tickets()
        self.assertEqual(['Lock', 'Transaction', 'Isolation'], [
            Ticket(self.env, tickets[n])['summary'] for n in (1, 2, 3)])
        (_ident, _learner, data), = self.outbox('PathCreated.v1')
        self.assertEqual([
            {'n': n, 'step': ident, 'ticket': tickets[n]}
            for n, ident in enumerate(ids(3, 1, 2), 1)],
            json.loads(data)['steps'])

    def test_order_is_the_same_before_and_after_the_feed(self):
        self.tell(ADA)
        self.send('/accept', (3, 1, 2), keep=(1, 3))
        self.ada.get(PAGE + PATH)   # with the notice
        before, page = self.path(), self.page_without_nonces()
        (ident, _learner, _data), = self.outbox('PathCreated.v1')
        kept = [step(1, 'lock', source={'page': 3}, minutes=8),
                step(2, 'transaction', source={'page': 1}, minutes=6)]
        self.tell(ADA, event_id=ident, state='accepted', steps=kept,
                  skipped=[{'concept': 'isolation', 'reason': 'dropped'}],
                  rank=[3, before.changed_at])
        after = self.path()
        for name in ('steps', 'skipped'):
            self.assertEqual(after.document[name], before.document[name])
        self.assertEqual(page, self.page_without_nonces())

    def page_without_nonces(self):
        return re.sub('nonce="[^"]+"', '', self.ada.get(PAGE + PATH).body)

    def test_ticket_says_its_place_at_once(self):
        self.tell(ADA)
        self.send('/accept', (3, 1, 2))
        for n in (1, 2, 3):
            self.assertIn('Step %d of 3 of' % n, self.ada.get(
                '/trac/ticket/%d' % self.tickets()[n]).body)
        self.assertIn('Step 1 of [/learning', Ticket(
            self.env, self.tickets()[1])['description'])

    def test_order_outlives_tickets_of_another_path(self):
        first = self.accepted()
        self.tell(ADA, path=OTHER_PATH)
        self.send('/accept', (3, 1, 2), path=OTHER_PATH)
        second = self.tickets(OTHER_PATH)
        self.assertEqual([first[n] for n in (3, 1, 2)],
                         [second[n] for n in (1, 2, 3)])
        body = self.ada.get('/trac/ticket/%d' % first[3]).body
        self.assertIn('Step 3 of 3 of', body)
        self.assertIn('Step 1 of 3 of', body)

    def test_impossible_order_is_refused_and_kept(self):
        self.tell(ADA)
        reply = self.send('/accept', (3, 2, 1))
        self.assertEqual(400, reply.status)
        self.assertIn('Transaction comes first: Isolation needs it. Please '
                      'put it before, or leave one of the two out.',
                      reply.body)
        self.assertEqual(['Lock', 'Isolation', 'Transaction'],
                         [title for _kept, title in self.shown(reply)])
        self.assertEqual(({}, []), (self.tickets(),
                                    self.outbox('PathCreated.v1')))
        self.assertEqual(303, self.send('/accept', (3, 2, 1),
                                        keep=(2, 3)).status)
        self.assertEqual([1, 2], sorted(self.tickets()))


if __name__ == '__main__':
    unittest.main()
