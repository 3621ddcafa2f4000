# -*- coding: utf-8 -*-
"""Cognito as Trac sees it: addresses, three calls, and their answers."""

import json
import urllib
from collections import namedtuple
from urlparse import urlsplit

import requests

from trac.config import ChoiceOption, Option
from trac.core import Component
from trac.util import lazy

from learning.auth.tokens import Keys, Verifier, fetch_over_http
from learning.errors import GrantRefused, SignInDown
from learning.gateway.machine_token import MachineToken

#: refresh is None when the old refresh token stays good.
Tokens = namedtuple('Tokens', 'id refresh')

TIMEOUT_S = 5
#: What InitiateAuth answers when the refresh token is no good (any more).
REFUSALS = frozenset(('NotAuthorizedException', 'UserNotFoundException',
                      'UserNotConfirmedException',
                      'RefreshTokenReuseException'))


class Cognito(Component):
    """The user pool and its web client."""

    issuer = Option('learning', 'cognito_issuer', '',
        """Issuer of the pool's tokens:
        `https://cognito-idp.REGION.amazonaws.com/POOL`.""")

    jwks_url = Option('learning', 'cognito_jwks_url', '',
        """Where the pool's public keys are. Empty: below the issuer.""")

    url = Option('learning', 'cognito_url', '',
        """Address of the hosted pages, as browsers see it.""")

    token_url = MachineToken.token_url

    api_url = Option('learning', 'cognito_endpoint', '',
        """Address of the Cognito API, as Trac sees it. Empty: the host of
        the issuer.""")

    client_id = Option('learning', 'client_id', '',
        """Id of the client `TracLearnWebClient`. Empty: no sign-in.""")

    renewal = ChoiceOption('learning', 'renewal', ['oauth', 'api'],
        """How a token is renewed: at the token endpoint (`oauth`) or by
        `InitiateAuth` (`api`), for an emulator that loses the groups at its
        token endpoint.""")

    # Public API

    @property
    def configured(self):
        """Is there anything to sign in with?"""
        return bool(self.issuer and self.client_id and self.url)

    @lazy
    def verifier(self):
        """The verifier of this pool's id tokens."""
        url = self.jwks_url or \
            self.issuer.rstrip('/') + '/.well-known/jwks.json'
        return Verifier(Keys(fetch_over_http(url)), self.issuer,
                        self.client_id)

    def authorize_url(self, login, redirect_uri):
        """Where a browser goes to sign in. :param login: `LoginState`."""
        return self._page('/oauth2/authorize', [
            ('response_type', 'code'), ('client_id', self.client_id),
            ('redirect_uri', redirect_uri), ('scope', 'openid email profile'),
            ('state', login.state), ('nonce', login.nonce),
            ('code_challenge', login.challenge),
            ('code_challenge_method', 'S256')])

    def logout_url(self, logout_uri):
        """Where a browser goes to end the hosted pages' own session."""
        return self._page('/logout', [('client_id', self.client_id),
                                      ('logout_uri', logout_uri)])

    def exchange(self, code, verifier, redirect_uri):
        """The `Tokens` for a code.

        :raises GrantRefused, SignInDown:
        """
        return self._token(grant_type='authorization_code', code=code,
                           code_verifier=verifier, redirect_uri=redirect_uri)

    def renew(self, refresh):
        """New `Tokens` for a refresh token.

        :raises GrantRefused, SignInDown:
        """
        if self.renewal == 'api':
            return tokens_from_api(self._call(
                'InitiateAuth', AuthFlow='REFRESH_TOKEN_AUTH',
                AuthParameters={'REFRESH_TOKEN': refresh}))
        return self._token(grant_type='refresh_token', refresh_token=refresh)

    def revoke(self, refresh):
        """End a refresh token, if Cognito can be reached."""
        try:
            self._call('RevokeToken', Token=refresh)
        except SignInDown as e:
            self.log.warning("A refresh token was not revoked: %s", e)

    # Internal methods

    def _page(self, path, query):
        return self.url.rstrip('/') + path + '?' + urllib.urlencode(query)

    def _token(self, **form):
        return tokens_from_oauth(post_request(
            self.token_url, data=dict(form, client_id=self.client_id)))

    def _call(self, action, **body):
        url = self.api_url or '%s://%s/' % urlsplit(self.issuer)[:2]
        return post_request(
            url, data=json.dumps(dict(body, ClientId=self.client_id)),
            headers={'Content-Type': 'application/x-amz-json-1.1',
                     'X-Amz-Target':
                         'AWSCognitoIdentityProviderService.' + action})


def post_request(url, **more):
    """A POST by nobody's proxy and with nobody's .netrc.

    :raises SignInDown: without an answer.
    """
    session = requests.Session()
    session.trust_env = False
    try:
        return session.post(url, timeout=TIMEOUT_S, allow_redirects=False,
                            **more)
    except requests.RequestException as e:
        raise SignInDown(u"The sign-in service cannot be reached (%s)."
                         % e.__class__.__name__)


def tokens_from_oauth(reply):
    """`Tokens` from the token endpoint.

    :raises GrantRefused, SignInDown:
    """
    if reply.status_code == 400 and \
            read_answer(reply).get('error') == 'invalid_grant':
        raise GrantRefused(u"The sign-in is over.")
    return tokens_of(read_answer(reply, 200), 'id_token', 'refresh_token')


def tokens_from_api(reply):
    """`Tokens` from `InitiateAuth`.

    :raises GrantRefused, SignInDown:
    """
    if reply.status_code == 400 and \
            str(read_answer(reply).get('__type')).split('#')[-1] in REFUSALS:
        raise GrantRefused(u"The sign-in is over.")
    result = read_answer(reply, 200).get('AuthenticationResult') or {}
    return tokens_of(result, 'IdToken', 'RefreshToken')


def read_answer(reply, status=None):
    """The JSON object of a reply.

    :param status: the only status that will do, or None.
    :raises SignInDown: for any other reply.
    """
    try:
        body = reply.json()
    except ValueError:
        body = None
    if not isinstance(body, dict) or status not in (None, reply.status_code):
        raise SignInDown(u"The sign-in service answered %d."
                         % reply.status_code)
    return body


def tokens_of(body, id_name, refresh_name):
    """`Tokens` out of an answer.

    :raises SignInDown: when there is no id token.
    """
    found = body.get(id_name), body.get(refresh_name) or None
    if not isinstance(found[0], basestring):
        raise SignInDown(u"The sign-in service gave no id token.")
    return Tokens(*found)
