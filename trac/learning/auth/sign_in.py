# -*- coding: utf-8 -*-
"""The addresses of the sign-in, and the links to them."""

from trac.core import Component, implements
from trac.util.html import tag
from trac.util.translation import _, tag_
from trac.web.api import HTTPNotFound, IRequestHandler
from trac.web.chrome import Chrome, INavigationContributor

from learning.auth import arrival, departure, renewal
from learning.auth.cognito import Cognito

ROUTES = {'/login': arrival.begin, '/login/callback': arrival.finish,
          '/login/refresh': renewal.renew,
          '/login/refresh/revoke': departure.revoke,
          '/logout': departure.leave}


class SignInModule(Component):
    """Signs in with Cognito's hosted page. Takes the place of
    `trac.web.auth.LoginModule`, which has to be disabled."""

    implements(INavigationContributor, IRequestHandler)

    is_valid_default_handler = False

    # INavigationContributor methods

    def get_active_navigation_item(self, req):
        return 'login'

    def get_navigation_items(self, req):
        if not Cognito(self.env).configured:
            return
        if not req.is_authenticated:
            yield ('metanav', 'login', tag.a(_("Login"),
                                             href=req.href.login()))
            return
        yield ('metanav', 'login', tag_(
            "logged in as %(user)s",
            user=Chrome(self.env).authorinfo(req, req.authname)))
        yield ('metanav', 'logout', tag.form(
            tag.div(tag.button(_("Logout"), name='logout', type='submit'),
                    tag.input(type='hidden', name='__FORM_TOKEN',
                              value=req.form_token)),
            action=req.href.logout(), method='post', id='logout',
            class_='trac-logout'))

    # IRequestHandler methods

    def match_request(self, req):
        return Cognito(self.env).configured and \
            req.path_info.rstrip('/') in ROUTES

    def process_request(self, req):
        ROUTES[req.path_info.rstrip('/')](self.env, req)

    # Public API

    def early(self, req):
        """What must happen before the body is read; else the handler."""
        path = req.path_info.rstrip('/')
        if path == '/login/refresh' and req.method == 'POST':
            renewal.renew(self.env, req)
        if path not in ROUTES:
            raise HTTPNotFound(_("There is no page %(path)s.", path=path))
        return self
