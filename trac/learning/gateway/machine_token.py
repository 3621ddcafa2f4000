# -*- coding: utf-8 -*-
"""Trac's own token (client credentials): for the relay and the feed.

A web process gets one with its first answer and keeps it.
"""

import threading
import time

import requests

from trac.config import Option
from trac.core import Component

from learning.errors import MachineTokenError

SCOPES = 'traclearn/relay traclearn/feed'
#: Seconds before its end at which a token is renewed.
MARGIN_S = 60
#: Seconds that Cognito gets where no page waits.
TIMEOUT_S = 10


class MachineToken(Component):
    """Gets the machine client's access token and keeps it while it is good."""

    token_url = Option('learning', 'cognito_token_url', '',
        """Where Cognito gives tokens: `https://.../oauth2/token`.""")

    client_id = Option('learning', 'machine_client_id', '',
        """Id of the client `TracLearnMachineClient`.""")

    client_secret = Option('learning', 'machine_client_secret', '',
        """Its secret. Keep trac.ini readable to Trac alone.""")

    def __init__(self):
        self.lock = threading.Lock()
        self.token, self.until, self.failed = None, 0, 0

    def get(self, session, timeout=TIMEOUT_S):
        """A token that is good for another minute at least.

        Whoever waited while another asked in vain does not ask again: else
        a slow Cognito would keep them all, one after the other.

        :param session: the `requests` session to ask with.
        :param timeout: seconds that Cognito gets.
        :raises MachineTokenError: when Cognito gives none.
        """
        came = time.time()
        with self.lock:
            if self.token is None or time.time() > self.until - MARGIN_S:
                if self.failed > came:
                    raise MachineTokenError(u"Cognito gave no machine token "
                                            u"just now.")
                self.token, self.until = self._ask(session, timeout)
            return self.token

    def forget(self):
        """The token was refused: the next `get` asks for a new one."""
        with self.lock:
            self.token = None

    def _ask(self, session, timeout):
        try:
            reply = session.post(
                self.token_url, timeout=timeout, allow_redirects=False,
                auth=(self.client_id, self.client_secret),
                data={'grant_type': 'client_credentials', 'scope': SCOPES})
            reply.raise_for_status()
            answer = reply.json()
            return (answer['access_token'],
                    time.time() + int(answer.get('expires_in', 3600)))
        except (requests.RequestException, ValueError, KeyError) as e:
            self.failed = time.time()
            raise MachineTokenError(u"Cognito gave no machine token (%s)."
                                    % e.__class__.__name__)
