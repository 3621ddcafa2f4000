# -*- coding: utf-8 -*-
"""Sends what was just committed.

Nothing that goes wrong here is an error to the person who did it: the row
stays in the outbox and `trac-admin ENV learning sync` sends it again.
"""

from trac.util.text import exception_to_unicode

from learning import chaos
from learning.errors import GatewayError
from learning.gateway.client import Gateway
from learning.sync.outbox import Outbox

#: Of what one form caused: each may take `publish_timeout`.
MAX_AT_ONCE = 5


def publish_by_relay(env, message):
    """Send what is committed with Trac's own token.

    The learner's would let the learner say the same by API, with numbers
    and a time of their own: consumers take an answer, and what ticket a step
    of a path is, from Trac alone.
    """
    return _at_once(env, message,
                    lambda: Gateway(env).relay(message, at_once=True))


def publish_some(env, messages):
    """Send the first of them, while a page waits; `learning sync` sends the
    others a moment later."""
    for message in messages[:MAX_AT_ONCE]:
        if not publish_by_relay(env, message):
            return


def publish_question(env, req, message):
    """Send a committed question as its author.

    :param req: whose `Authorization` the front door set.
    """
    def send():
        token = bearer_token(req)
        if not token:
            raise GatewayError(u"The request carries no token.")
        Gateway(env).publish(message, token)

    return _at_once(env, message, send)


def bearer_token(req):
    """The person's token, or ''."""
    kind, _, token = (req.get_header('Authorization') or '').partition(' ')
    return token.strip() if kind.lower() == 'bearer' else ''


def _at_once(env, message, send):
    """It takes 2 s at most (`publish_timeout`).

    :return: True when the gateway took it.
    """
    chaos.point('outbox_committed')
    error = ''
    try:
        send()
    except GatewayError as e:
        error = exception_to_unicode(e)
        env.log.warning("%s %s is sent later: %s", message.detail_type,
                        message.event_id, error)
    except Exception as e:
        error = exception_to_unicode(e)
        env.log.exception("%s %s cannot be sent this way; it stays in the "
                          "outbox", message.detail_type, message.event_id)
    chaos.point('published')
    try:
        Outbox(env).tried(message.event_id, error)
    except Exception as e:      # it stays due: sync sends it once more
        env.log.warning("The sending of %s was not noted: %s",
                        message.event_id, exception_to_unicode(e))
    return not error
