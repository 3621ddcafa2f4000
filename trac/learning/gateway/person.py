# -*- coding: utf-8 -*-
"""Questions to the services' API, asked as the person who asks Trac."""

from trac.util.text import exception_to_unicode

from learning.errors import GatewayError, Unauthorized
from learning.gateway.client import Gateway
from learning.sync import publisher
from learning.translation import N_, _, gettext

_AWAY = N_("The service cannot be reached just now. Nothing is lost; try "
           "again in a moment.")
#: What a service says by a code of its own; of other refusals it has words.
REFUSALS = {
    'not_graded': N_("This answer has no grade yet."),
    'no_such_item': N_("This answer has no such point. Reload the page."),
    'no_such_hint': N_("This hint is not there any more. Ask again."),
    'no_question': N_("This question is still on its way. Try again in a "
                      "moment."),
    'not_yours': N_("This question is another learner's to answer."),
    'too_many_requests': N_("These were many hints and explanations at once. "
                            "Ask again in a minute."),
    'unavailable': _AWAY,
}


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


def try_ask(env, req, name, path, query=None, seconds=None):
    """What a service answers to GET, and why it does not.

    :param name: what the log calls it.
    :param seconds: that a page waits; None for `content_timeout`.
    :return: (the JSON, None) or (None, what a person is told).
    """
    try:
        return ask(env, req, 'GET', path, query=query,
                   seconds=seconds), None
    except GatewayError as e:
        env.log.warning("%s: %s", name, exception_to_unicode(e))
        return None, error_message(e)


def ask_page(env, req, name, path, rows, wanted=()):
    """A page of a list, from the row on that the request's `after` says.

    :param name: what the log calls it. :param rows: on one page.
    :param wanted: more of the query.
    :return: (the JSON, {} without an answer; what the template needs to say
        that there is none, and where the next page begins).
    """
    after = req.args.getint('after', 0, min=0, max=1000000)
    found, trouble = try_ask(env, req, name, path,
                             dict(wanted, after=after, limit=rows))
    found = found or {}
    return found, {'trouble': trouble, 'after': after,
                   'next': found.get('next')}


def error_message(error):
    """What a person is told about a `GatewayError`."""
    if error.status == 401 or (isinstance(error, Unauthorized) and
                               not error.status):
        return _("Your sign-in is over. Sign in again in another tab, then "
                 "try again here.")
    if error.code in REFUSALS:
        return gettext(REFUSALS[error.code])
    if error.said and error.status < 500:
        return error.said
    away = gettext(_AWAY)
    return _("%(away)s (It says: %(said)s)", away=away, said=error.said) \
        if error.said else away
