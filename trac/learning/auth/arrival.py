# -*- coding: utf-8 -*-
"""/login and /login/callback: to Cognito's page, and back with a code."""

from trac.util.translation import _

from learning.auth import destination, pages, pending, reply
from learning.auth.admission import admit
from learning.auth.cognito import Cognito
from learning.auth.cookies import Cookies
from learning.auth.errors import KeysUnavailable, SignInDown
from learning.errors import LearningError
from learning.users.account import NameTaken


def begin(env, req):
    """Off to Cognito's page."""
    next = destination.asked(req) or destination.home(req)
    if req.is_authenticated:
        reply.redirect(req, next)
    begun = pending.Pending.new(next)
    pending.remember(env, req, begun)
    reply.redirect(req, Cognito(env).authorize_url(begun, callback(env)))


def finish(env, req):
    """Back from it: code, state and nonce belong to this browser."""
    begun = pending.recall(env, req, req.args.getfirst('state'))
    if begun is None:
        if req.is_authenticated:    # "back", after signing in
            reply.redirect(req, destination.home(req))
        pages.failed(env, req, _(
            "This sign-in was not begun in this browser, took too long, or "
            "was used already."))
    pending.forget(env, req, begun)
    next = begun.next if destination.ours(req, begun.next) else None
    code = req.args.getfirst('code')
    if not code:
        pages.failed(env, req, _("You were not signed in."), next)
    tokens = _exchange(env, req, code, begun, next)
    Cookies(env).signed_in(req, tokens)
    reply.redirect(req, next or destination.home(req))


def callback(env):
    """The address that the client in Cognito knows."""
    return env.abs_href.login('callback')


def _exchange(env, req, code, begun, next):
    try:
        tokens = Cognito(env).exchange(code, begun.verifier, callback(env))
        admit(env, tokens, begun.nonce)
        return tokens
    except NameTaken:
        pages.taken(env, req)
    except (SignInDown, KeysUnavailable) as e:
        env.log.warning("A sign-in failed: %s", e)
        pages.failed(env, req, _("The sign-in service does not answer."),
                     next, status=503)
    except LearningError as e:
        env.log.warning("A sign-in was refused: %s", e)
        pages.failed(env, req, _("The sign-in service's answer is not good."),
                     next)
