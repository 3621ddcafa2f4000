# -*- coding: utf-8 -*-
"""/login/refresh: a new id token for the refresh token, and back.

The refresh token's cookie is sent to this address only.
"""

from trac.util.translation import _

from learning.auth import cookies, destination, pages, reply
from learning.auth.admission import admit
from learning.auth.cognito import Cognito
from learning.auth.cookies import Cookies
from learning.auth.errors import GrantRefused
from learning.errors import LearningError
from learning.users.account import NameTaken


def renew(env, req):
    """Pages go on to `next` with their body; scripts get a 204."""
    next = destination.asked(req)
    reading = pages.reading(req)
    if next is None and not reading and not reply.wants_text(req):
        reply.text(req, 400, _("This address leads nowhere."))
    if not req.is_authenticated:
        refresh = Cookies(env).get(req, cookies.REFRESH)
        if refresh is None:
            # No reason to clear anything: another site may have sent this.
            pages.over(env, req, next)
        _renewed(env, req, refresh, next)
    if reply.wants_text(req):
        reply.done(req)
    reply.redirect(req, next or destination.home(req), 302 if reading else 307)


def _renewed(env, req, refresh, next):
    try:
        tokens = Cognito(env).renew(refresh)
        admit(env, tokens)
    except GrantRefused:
        Cookies(env).signed_out(req)
        pages.over(env, req, next)
    except NameTaken:
        pages.taken(env, req)
    except LearningError as e:
        # Down, or an answer that makes no sense: the cookies may be good.
        env.log.warning("A renewal failed: %s", e)
        pages.unrenewed(env, req, next)
    Cookies(env).signed_in(req, tokens)
