# -*- coding: utf-8 -*-
"""/logout and /login/refresh/revoke: the way out has two steps, since only
below /login/refresh does the refresh token come along."""

from trac.util.translation import _
from trac.web.api import HTTPBadRequest

from learning.auth import cookies, pages, reply
from learning.auth.cognito import Cognito
from learning.auth.cookies import Cookies


def leave(env, req):
    """A link signs nobody out: it asks."""
    if req.method != 'POST':
        pages.show(env, req, 200, _("Sign out"),
                   _("Do you want to sign out?"), out=True)
    _check_token(req)
    reply.redirect(req, req.base_path + '/login/refresh/revoke', 307)


def revoke(env, req):
    """Forget everything here, then at Cognito's page."""
    if req.method != 'POST':
        reply.redirect(req, req.base_path + '/logout')
    _check_token(req)
    jar = Cookies(env)
    refresh = jar.get(req, cookies.REFRESH)
    if refresh:
        Cognito(env).revoke(refresh)
    jar.signed_out(req)
    for name in ('trac_form_token', 'trac_session'):
        jar.put(req, name, '', '', 0)
    reply.redirect(req, Cognito(env).logout_url(env.abs_href()), 303)


def _check_token(req):
    """Trac checks the form token of forms alone; signing somebody out from
    another site must not work in any other way either."""
    if req.args.get('__FORM_TOKEN') != req.form_token:
        raise HTTPBadRequest(_("Missing or invalid form token."))
