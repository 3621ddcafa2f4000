# -*- coding: utf-8 -*-
"""/logout and /login/refresh/revoke: the way out has two steps, since only
below /login/refresh does the refresh token come along."""

from trac.util.translation import _

from learning.auth import cookies, pages, reply
from learning.auth.cognito import Cognito
from learning.auth.cookies import Cookies


def leave(env, req):
    """A link signs nobody out: it asks."""
    if req.method != 'POST':
        pages.show(env, req, 200, _("Sign out"),
                   _("Do you want to sign out?"), out=True)
    reply.redirect(req, req.base_path + '/login/refresh/revoke', 307)


def revoke(env, req):
    """Forget everything here, then at Cognito's page."""
    if req.method != 'POST':
        reply.redirect(req, req.base_path + '/logout')
    jar = Cookies(env)
    refresh = jar.get(req, cookies.REFRESH)
    if refresh:
        Cognito(env).revoke(refresh)
    jar.signed_out(req)
    for name in ('trac_form_token', 'trac_session'):
        jar.put(req, name, '', '', 0)
    reply.redirect(req, Cognito(env).logout_url(env.abs_href()), 303)
