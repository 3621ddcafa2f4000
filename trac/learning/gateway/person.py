# -*- coding: utf-8 -*-
"""Questions to the services' API, asked as the person who asks Trac."""

from learning.errors import Unauthorized
from learning.gateway.client import Gateway
from learning.sync import publisher
from learning.translation import _


def ask(env, req, method, path, body=None, query=None, seconds=None):
    """What a service answers: the JSON, a dictionary.

    :param req: whose `Authorization` the front door set.
    :param path: with all its parts, `/api/v1/…`.
    :param seconds: that a page waits; None for `content_timeout`.
    :raises GatewayError: when there is no answer, or it is an error.
    """
    token = publisher.bearer_token(req)
    if not token:
        raise Unauthorized(u"The request carries no token.")
    return Gateway(env).ask(method, path, token, body, query, seconds)


def error_message(error):
    """What a person is told about a `GatewayError`."""
    if error.status == 401 or (isinstance(error, Unauthorized) and
                               not error.status):
        return _("Your sign-in is over. Sign in again in another tab, then "
                 "try again here.")
    if error.said and error.status < 500:
        return error.said
    away = _("The service cannot be reached just now. Nothing is lost; try "
             "again in a moment.")
    return _("%(away)s (It says: %(said)s)", away=away, said=error.said) \
        if error.said else away
