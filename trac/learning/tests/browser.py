# -*- coding: utf-8 -*-
"""A browser that talks to Trac's dispatcher in this very process."""

import io
import urllib
from collections import namedtuple
from Cookie import SimpleCookie
from urlparse import urlsplit

from trac.web.api import HTTPException, RequestDone
from trac.web.main import (RequestDispatcher, RequestWithSession,
                           _send_user_error)

BASE = '/trac'
FORM_TOKEN = 'f' * 24

Reply = namedtuple('Reply', 'status headers body cookies')


class Browser(object):
    """Keeps cookies with their paths; as the front door, it shows the id
    token's cookie as a bearer token."""

    def __init__(self, env):
        self.env = env
        self.jar = {}       # name: (value, path)

    def get(self, url, **headers):
        return self.send('GET', url, '', **headers)

    def post(self, url, form=None, body=None, **headers):
        form = dict(form or {})
        if 'trac_form_token' in self.jar:
            form.setdefault('__FORM_TOKEN', self.jar['trac_form_token'][0])
        headers.setdefault('CONTENT_TYPE',
                           'application/x-www-form-urlencoded')
        return self.send('POST', url,
                         urllib.urlencode(form) if body is None else body,
                         **headers)

    def take_form_token(self):
        """Have what the first page would bring, without a look at one."""
        self.jar['trac_form_token'] = FORM_TOKEN, BASE

    def follow(self, reply, times=1, method=None, form=None):
        """Go where redirects lead, with the body again after a 307."""
        for _ in range(times):
            url = reply.headers['Location']
            if reply.status == 307:
                reply = self.post(url, form)
            else:
                reply = self.get(url)
        return reply

    def send(self, method, url, body, **headers):
        parts = urlsplit(url)
        path = urllib.unquote(parts.path)
        assert path.startswith(BASE), url
        environ = {
            'REQUEST_METHOD': method, 'SCRIPT_NAME': BASE,
            'PATH_INFO': path[len(BASE):], 'QUERY_STRING': parts.query,
            'SERVER_NAME': 'trac.test', 'SERVER_PORT': '80',
            'HTTP_HOST': 'trac.test', 'REMOTE_ADDR': '127.0.0.1',
            'wsgi.url_scheme': 'http', 'wsgi.input': io.BytesIO(body),
            'CONTENT_LENGTH': str(len(body)), 'HTTP_ACCEPT_LANGUAGE': ''}
        sent = {n: v for n, (v, p) in self.jar.items()
                if path == p or path.startswith(p.rstrip('/') + '/')}
        if sent:
            environ['HTTP_COOKIE'] = '; '.join('%s=%s' % i
                                               for i in sorted(sent.items()))
        if 'trac_id' in sent:
            environ['HTTP_AUTHORIZATION'] = 'Bearer ' + sent['trac_id']
        environ.update(headers)
        reply = dispatch(self.env, environ)
        for cookie in reply.cookies.values():
            if cookie.value and cookie['max-age'] != '0':
                self.jar[cookie.key] = cookie.value, cookie['path']
            else:
                self.jar.pop(cookie.key, None)
        return reply


def dispatch(env, environ):
    """One request, as trac.web.main.dispatch_request does it."""
    out, got = io.BytesIO(), {}

    def start_response(status, headers, exc_info=None):
        got.update(status=int(status.split()[0]), headers=headers)
        return out.write

    req = RequestWithSession(environ, start_response)
    dispatcher = RequestDispatcher(env)
    dispatcher.set_default_callbacks(req)
    try:
        try:
            dispatcher.dispatch(req)
        except HTTPException as e:
            _send_user_error(req, env, e)
    except RequestDone as e:
        for chunk in e.iterable or ():
            out.write(chunk)
    cookies = SimpleCookie()
    for name, value in got['headers']:
        if name == 'Set-Cookie':
            cookies.load(without_same_site(value))
    return Reply(got['status'], dict(got['headers']),
                 out.getvalue().decode('utf-8'), cookies)


def without_same_site(cookie):
    """Python 2.7 cannot read that attribute."""
    return '; '.join(part for part in cookie.split('; ')
                     if not part.startswith('SameSite'))
