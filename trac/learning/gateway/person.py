# -*- coding: utf-8 -*-
"""Questions to the services' API, asked as the person who asks Trac."""

from learning.errors import Unauthorized
from learning.gateway.client import Gateway
from learning.sync import publisher


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
