# -*- coding: utf-8 -*-
"""Cognito as Trac sees it: addresses, and three calls."""

import json
import urllib
from urlparse import urlsplit

from trac.config import ChoiceOption, Option
from trac.core import Component
from trac.util import lazy

from learning.auth import grants
from learning.auth.bearer import Verifier
from learning.auth.errors import SignInDown
from learning.auth.keys import Keys, over_http
from learning.gateway.machine_token import MachineToken


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
        return Verifier(Keys(over_http(url)), self.issuer, self.client_id)

    def authorize_url(self, pending, redirect_uri):
        """Where a browser goes to sign in. :param pending: `Pending`."""
        return self._page('/oauth2/authorize', [
            ('response_type', 'code'), ('client_id', self.client_id),
            ('redirect_uri', redirect_uri), ('scope', 'openid email profile'),
            ('state', pending.state), ('nonce', pending.nonce),
            ('code_challenge', pending.challenge),
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
            return grants.from_api(self._call(
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
        return grants.from_oauth(grants.post(
            self.token_url, data=dict(form, client_id=self.client_id)))

    def _call(self, action, **body):
        url = self.api_url or '%s://%s/' % urlsplit(self.issuer)[:2]
        return grants.post(
            url, data=json.dumps(dict(body, ClientId=self.client_id)),
            headers={'Content-Type': 'application/x-amz-json-1.1',
                     'X-Amz-Target':
                         'AWSCognitoIdentityProviderService.' + action})
