# -*- coding: utf-8 -*-

import threading
import unittest

import requests

from learning.auth.tokens import (MAX_KEY_AGE_S, THROTTLE_S, Keys,
                                  fetch_over_http, rsa_keys)
from learning.errors import InvalidToken, KeysUnavailable
from learning.tests.cognito_stub import CognitoStub, jwk


class KeysTestCase(unittest.TestCase):

    def setUp(self):
        self.now = 1000.0
        self.entries = [jwk(0, 'one')]
        self.down = False
        self.reads = 0
        self.keys = Keys(self.fetch, lambda: self.now)

    def fetch(self):
        self.reads += 1
        if self.down:
            raise requests.ConnectionError("down")
        return {'keys': self.entries}

    def test_a_known_key_is_read_once(self):
        for _ in range(3):
            self.keys.key('one')
        self.assertEqual(1, self.reads)

    def test_a_new_key_is_found_after_the_throttle(self):
        self.keys.key('one')
        self.entries.append(jwk(1, 'two'))
        self.assertRaises(InvalidToken, self.keys.key, 'two')
        self.now += THROTTLE_S
        self.keys.key('two')
        self.assertEqual(2, self.reads)

    def test_made_up_ids_do_not_flood_the_endpoint(self):
        for number in range(100):
            self.assertRaises(InvalidToken, self.keys.key, 'x%d' % number)
        self.assertEqual(1, self.reads)

    def test_withdrawn_key_is_refused_after_its_age(self):
        self.keys.key('one')
        self.entries[:] = [jwk(1, 'two')]
        self.now += MAX_KEY_AGE_S
        self.assertRaises(InvalidToken, self.keys.key, 'one')

    def test_known_keys_work_while_the_endpoint_is_down(self):
        self.keys.key('one')
        self.down = True
        self.now += 10 * MAX_KEY_AGE_S
        self.keys.key('one')
        self.assertRaises(KeysUnavailable, self.keys.key, 'two')
        self.assertEqual(2, self.reads)     # the throttle counts failures

    def test_key_is_read_once_an_endpoint_that_was_down_is_back(self):
        self.down = True
        self.assertRaises(KeysUnavailable, self.keys.key, 'one')
        self.down = False
        self.assertRaises(KeysUnavailable, self.keys.key, 'one')
        self.now += THROTTLE_S
        self.keys.key('one')

    def test_new_key_is_found_after_the_clock_was_set_back(self):
        self.keys.key('one')
        self.entries.append(jwk(1, 'two'))
        self.now -= 5000
        self.keys.key('two')

    def test_who_comes_during_the_first_read_waits_for_it(self):
        asked, go, found = threading.Event(), threading.Event(), []

        def slow():
            asked.set()
            go.wait(5)
            return {'keys': self.entries}

        keys = Keys(slow)
        threads = [threading.Thread(
            target=lambda: found.append(keys.key('one'))) for _ in range(4)]
        for thread in threads:
            thread.start()
        asked.wait(5)
        go.set()
        for thread in threads:
            thread.join(5)
        self.assertEqual(4, len(found))

    def test_a_bad_entry_hides_no_good_one(self):
        entries = [{'kty': 'RSA', 'kid': 'bad', 'n': '!', 'e': 'AQAB'},
                   {'kty': 'oct', 'kid': 'secret', 'k': 'c2VjcmV0'},
                   dict(jwk(0, 'enc'), use='enc'),
                   dict(jwk(0, 'other'), alg='RS512'),
                   dict(jwk(0, 'x'), kid=7), jwk(0, 'one')]
        self.assertEqual(['one'], list(rsa_keys({'keys': entries})))

    def test_nonsense_from_the_endpoint_is_as_good_as_nothing(self):
        for document in ({'keys': []}, {}, [], None, {'keys': 'x'}):
            keys = Keys(lambda: document)
            self.assertRaises(KeysUnavailable, keys.key, 'one')

    def test_keys_are_fetched_over_http_and_errors_raised(self):
        stub = CognitoStub()
        try:
            fetch = fetch_over_http(stub.url + '/jwks')
            self.assertEqual('one', fetch()['keys'][0]['kid'])
            stub.reply['/jwks'] = 500, {}
            self.assertRaises(requests.RequestException, fetch)
        finally:
            stub.close()
