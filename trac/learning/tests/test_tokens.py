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

    def test_a_good_token(self):
        made = token(**{'cognito:groups': ['authors']})
        who, _ = self.verifier.verify(made)
        self.assertEqual(('sub-1', 'ada@demo.test', 'Ada', ('authors',)),
                         who[:4])
        self.assertEqual(made, who.token)

    def test_text_is_as_good_as_bytes(self):
        self.verifier.verify(token().decode('ascii'))

    def test_signed_with_another_key_of_the_same_id(self):
        self.refused(token(key=1))

    def test_signed_with_nothing(self):
        for alg in ('none', 'None', 'NONE', ''):
            body = part({'alg': alg, 'kid': 'one'}) + '.' + part(claims())
            self.refused(body + '.')
            self.refused(body + '.x')

    def test_signed_with_the_public_key_as_a_secret(self):
        secret = rsa_key(0).public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        head = part({'alg': 'HS256', 'kid': 'one'}) + '.' + part(claims())
        algorithm = jwt.algorithms.HMACAlgorithm(
            jwt.algorithms.HMACAlgorithm.SHA256)
        sign = urlsafe_b64encode(algorithm.sign(head, secret)).rstrip('=')
        self.refused(head + '.' + sign)

    def test_another_algorithm_of_the_same_key(self):
        self.refused(jwt.encode(claims(), rsa_key(0), 'RS512',
                                {'kid': 'one'}))

    def test_a_changed_payload(self):
        head, _, sign = token().split('.')
        self.refused('.'.join([head, part(claims(sub='sub-2')), sign]))

    def test_a_key_that_the_token_brings_along(self):
        for name in ('jwk', 'jku', 'x5u'):
            self.refused(jwt.encode(claims(), rsa_key(1), 'RS256', {
                'kid': 'two', name: jwk(1, 'two')}))

    def test_a_header_that_must_be_understood(self):
        self.refused(jwt.encode(claims(), rsa_key(0), 'RS256',
                                {'kid': 'one', 'crit': ['exp']}))

    def test_no_kid_or_a_strange_one(self):
        self.refused(jwt.encode(claims(), rsa_key(0), 'RS256'))
        for kid in (1, ['one'], {'one': 1}, None):
            body = part({'alg': 'RS256', 'kid': kid}) + '.' + part(claims())
            self.refused(body + '.x')

    def test_expired(self):
        self.refused(token(exp=int(time.time()) - LEEWAY_S - 2))

    def test_clocks_differ_a_little(self):
        self.verifier.verify(token(exp=int(time.time()) - LEEWAY_S + 2))

    def test_without_end_or_beginning(self):
        self.refused(token(exp=None))
        self.refused(token(iat=None))

    def test_another_pool_another_client_another_use(self):
        self.refused(token(iss=ISSUER + 'x'))
        self.refused(token(iss=None))
        self.refused(token(aud='other'))
        self.refused(token(aud=None))
        self.refused(token(aud=[CLIENT]))
        self.refused(token(token_use='access'))
        self.refused(token(token_use=None))

    def test_not_yet_good(self):
        self.refused(token(nbf=int(time.time()) + 600))

    def test_an_unverified_address(self):
        for value in (False, None, 'false', 1, 'yes'):
            self.refused(token(email_verified=value))

    def test_a_strange_subject(self):
        for sub in (None, '', "x' OR 1=1", 'x' * 101, 7, 'a\n'):
            self.refused(token(sub=sub))

    def test_strange_groups(self):
        self.refused(token(**{'cognito:groups': 'authors'}))
        made = token(**{'cognito:groups': ['a', 1, None, {}]})
        self.assertEqual(('a',), self.verifier.verify(made)[0].groups)

    def test_numbers_that_are_none(self):
        for value in ('x', [], {}, 1e400, True and 'soon'):
            self.refused(token(exp=value))

    def test_rubbish(self):
        for made in ('', '.', '..', 'a.b', 'a.b.c.d', u'\xe4.b.c', 'a.b.c',
                     token() + '=', ' ' + token(), token() + '\n',
                     'a' * (MAX_TOKEN_CHARS + 1), '"%s"' % token()):
            self.refused(made)

    def test_a_payload_that_is_no_object(self):
        made = jwt.PyJWS().encode('[1]', rsa_key(0), 'RS256', {'kid': 'one'})
        self.refused(made)
