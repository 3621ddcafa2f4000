# -*- coding: utf-8 -*-
"""Sends what was just committed, as the person who did it.

Nothing that goes wrong here is an error to that person: the row stays in the
outbox and `trac-admin ENV learning sync` sends it again.
"""

from trac.util.text import exception_to_unicode

from learning import chaos
from learning.errors import GatewayError
from learning.gateway import Gateway
from learning.outbox import Outbox


def at_once(env, req, message):
    """Publish a committed message; takes 2 s at most (`publish_timeout`).

    :param req: whose `Authorization` the front door set.
    :return: True when the gateway took it.
    """
    chaos.point('outbox_committed')
    error = ''
    try:
        token = bearer(req)
        if not token:
            raise GatewayError(u"The request carries no token.")
        Gateway(env).publish(message, token)
    except Exception as e:
        error = exception_to_unicode(e)
        env.log.warning("%s %s is sent later: %s", message.detail_type,
                        message.event_id, error)
    chaos.point('published')
    try:
        Outbox(env).tried(message.event_id, error)
    except Exception as e:      # it stays due: sync sends it once more
        env.log.warning("The sending of %s was not noted: %s",
                        message.event_id, exception_to_unicode(e))
    return not error


def bearer(req):
    """The person's token, or ''."""
    kind, _, token = (req.get_header('Authorization') or '').partition(' ')
    return token.strip() if kind.lower() == 'bearer' else ''
