# -*- coding: utf-8 -*-
"""A user pool for tests: own keys, own token endpoint on 127.0.0.1."""

import json
import threading
import time
import urlparse
from BaseHTTPServer import BaseHTTPRequestHandler, HTTPServer

import jwt
from cryptography.hazmat.backends import default_backend
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_test'
CLIENT = 'webclient'
_KEYS = []


def rsa_key(number):
    """Key number n; made once for all tests, since making one is slow."""
    while len(_KEYS) <= number:
        _KEYS.append(rsa.generate_private_key(65537, 2048,
                                              default_backend()))
    return _KEYS[number]


def jwk(number, kid, **more):
    entry = json.loads(RSAAlgorithm.to_jwk(rsa_key(number).public_key()))
    return dict(entry, kid=kid, use='sig', alg='RS256', **more)


def claims(**more):
    now = int(time.time())
    found = {'iss': ISSUER, 'aud': CLIENT, 'token_use': 'id', 'sub': 'sub-1',
             'email': 'ada@demo.test', 'email_verified': True, 'name': 'Ada',
             'iat': now, 'exp': now + 3600}
    found.update(more)
    return {k: v for k, v in found.items() if v is not None}


def token(key=0, kid='one', **more):
    return jwt.encode(claims(**more), rsa_key(key), 'RS256', {'kid': kid})


class CognitoStub(object):
    """Answers as told: `reply` maps a path (or the name of an API call) to
    (status, body) or to a function of the request's fields."""

    def __init__(self):
        self.keys = [jwk(0, 'one')]
        self.reply = {}
        self.seen = []
        self.server = HTTPServer(('127.0.0.1', 0), self._handler())
        self.url = 'http://127.0.0.1:%d' % self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever,
                                       kwargs={'poll_interval': 0.01})
        self.thread.daemon = True
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def config(self, **more):
        """The options that lead Trac here."""
        options = {'cognito_issuer': ISSUER, 'client_id': CLIENT,
                   'cognito_jwks_url': self.url + '/jwks',
                   'cognito_url': 'https://hosted.test',
                   'cognito_token_url': self.url + '/token',
                   'cognito_endpoint': self.url + '/api'}
        options.update(more)
        return [('learning', k, v) for k, v in options.items()]

    def count(self, path):
        return len([p for p, _ in self.seen if p == path])

    def answer(self, path, fields):
        self.seen.append((path, fields))
        if path == '/jwks' and path not in self.reply:
            return 200, {'keys': self.keys}
        found = self.reply.get(path, (500, {}))
        return found(fields) if callable(found) else found

    def _handler(stub):
        class Handler(BaseHTTPRequestHandler):
            # One packet an answer: many small ones wait for each other.
            wbufsize = -1

            def do_GET(self):
                self._answer(self.path, {})

            def do_POST(self):
                body = self.rfile.read(int(self.headers['Content-Length']))
                target = self.headers.get('X-Amz-Target')
                if target:
                    self._answer(target.split('.')[1], json.loads(body))
                else:
                    self._answer(self.path, dict(urlparse.parse_qsl(body)))

            def _answer(self, path, fields):
                status, body = stub.answer(path, fields)
                if not isinstance(body, str):
                    body = json.dumps(body)
                self.send_response(status)
                self.send_header('Content-Length', len(body))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass
        return Handler
