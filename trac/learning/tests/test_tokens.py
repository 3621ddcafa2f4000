# -*- coding: utf-8 -*-

import json
import time
import unittest
from base64 import urlsafe_b64encode

import jwt

from cryptography.hazmat.primitives.serialization import (Encoding,
                                                          PublicFormat)

from learning.auth.tokens import LEEWAY_S, MAX_TOKEN_CHARS, Keys, Verifier
from learning.errors import InvalidToken
from learning.tests.cognito_stub import (CLIENT, ISSUER, claims, jwk, rsa_key,
                                         token)


def part(value):
    return urlsafe_b64encode(json.dumps(value)).rstrip('=')


class TokensTestCase(unittest.TestCase):

    def setUp(self):
        self.verifier = Verifier(Keys(lambda: {'keys': [jwk(0, 'one')]}),
                                 ISSUER, CLIENT)

    def refused(self, made):
        self.assertRaises(InvalidToken, self.verifier.verify, made)

    def test_good_token_gives_its_person(self):
        made = token(**{'cognito:groups': ['authors']})
        who, _ = self.verifier.verify(made)
        self.assertEqual(('sub-1', 'ada@demo.test', 'Ada', ('authors',)),
                         who[:4])
        self.assertEqual(made, who.token)

    def test_text_is_as_good_as_bytes(self):
        self.verifier.verify(token().decode('ascii'))

    def test_token_of_another_key_of_the_same_id_is_refused(self):
        self.refused(token(key=1))

    def test_token_with_algorithm_none_is_refused(self):
        for alg in ('none', 'None', 'NONE', ''):
            body = part({'alg': alg, 'kid': 'one'}) + '.' + part(claims())
            self.refused(body + '.')
            self.refused(body + '.x')

    def test_token_signed_with_the_public_key_is_refused(self):
        secret = rsa_key(0).public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        head = part({'alg': 'HS256', 'kid': 'one'}) + '.' + part(claims())
        algorithm = jwt.algorithms.HMACAlgorithm(
            jwt.algorithms.HMACAlgorithm.SHA256)
        sign = urlsafe_b64encode(algorithm.sign(head, secret)).rstrip('=')
        self.refused(head + '.' + sign)

    def test_token_of_another_algorithm_is_refused(self):
        self.refused(jwt.encode(claims(), rsa_key(0), 'RS512',
                                {'kid': 'one'}))

    def test_token_with_a_changed_payload_is_refused(self):
        head, _, sign = token().split('.')
        self.refused('.'.join([head, part(claims(sub='sub-2')), sign]))

    def test_token_that_brings_its_own_key_is_refused(self):
        for name in ('jwk', 'jku', 'x5u'):
            self.refused(jwt.encode(claims(), rsa_key(1), 'RS256', {
                'kid': 'two', name: jwk(1, 'two')}))

    def test_token_with_a_critical_header_is_refused(self):
        self.refused(jwt.encode(claims(), rsa_key(0), 'RS256',
                                {'kid': 'one', 'crit': ['exp']}))

    def test_token_without_a_known_kid_is_refused(self):
        self.refused(jwt.encode(claims(), rsa_key(0), 'RS256'))
        for kid in (1, ['one'], {'one': 1}, None):
            body = part({'alg': 'RS256', 'kid': kid}) + '.' + part(claims())
            self.refused(body + '.x')

    def test_token_that_expired_is_refused(self):
        self.refused(token(exp=int(time.time()) - LEEWAY_S - 2))

    def test_token_that_expired_within_the_leeway_is_taken(self):
        self.verifier.verify(token(exp=int(time.time()) - LEEWAY_S + 2))

    def test_token_without_end_or_beginning_is_refused(self):
        self.refused(token(exp=None))
        self.refused(token(iat=None))

    def test_token_of_another_pool_client_or_use_is_refused(self):
        self.refused(token(iss=ISSUER + 'x'))
        self.refused(token(iss=None))
        self.refused(token(aud='other'))
        self.refused(token(aud=None))
        self.refused(token(aud=[CLIENT]))
        self.refused(token(token_use='access'))
        self.refused(token(token_use=None))

    def test_token_that_is_not_good_yet_is_refused(self):
        self.refused(token(nbf=int(time.time()) + 600))

    def test_token_with_an_unverified_address_is_refused(self):
        for value in (False, None, 'false', 1, 'yes'):
            self.refused(token(email_verified=value))

    def test_token_with_a_strange_subject_is_refused(self):
        for sub in (None, '', "x' OR 1=1", 'x' * 101, 7, 'a\n'):
            self.refused(token(sub=sub))

    def test_token_keeps_groups_that_are_texts_alone(self):
        self.refused(token(**{'cognito:groups': 'authors'}))
        made = token(**{'cognito:groups': ['a', 1, None, {}]})
        self.assertEqual(('a',), self.verifier.verify(made)[0].groups)

    def test_token_with_an_end_that_is_no_number_is_refused(self):
        for value in ('x', [], {}, 1e400, True and 'soon'):
            self.refused(token(exp=value))

    def test_text_that_is_no_token_is_refused(self):
        for made in ('', '.', '..', 'a.b', 'a.b.c.d', u'\xe4.b.c', 'a.b.c',
                     token() + '=', ' ' + token(), token() + '\n',
                     'a' * (MAX_TOKEN_CHARS + 1), '"%s"' % token()):
            self.refused(made)

    def test_token_whose_payload_is_no_object_is_refused(self):
        made = jwt.PyJWS().encode('[1]', rsa_key(0), 'RS256', {'kid': 'one'})
        self.refused(made)
