# -*- coding: utf-8 -*-
"""The ways in and out: /login, /login/callback, /login/refresh, /logout."""

from hmac import compare_digest

from trac.core import Component, implements
from trac.util.html import tag
from trac.util.translation import _, tag_
from trac.web.api import HTTPBadRequest, HTTPNotFound, IRequestHandler
from trac.web.chrome import Chrome, INavigationContributor

from learning.account import Accounts, NameTaken
from learning.auth import cookies, destination, pending, reply, resend
from learning.auth.cognito import Cognito
from learning.auth.cookies import Cookies
from learning.auth.errors import (GrantRefused, InvalidToken, KeysUnavailable,
                                  SignInDown)
from learning.errors import LearningError


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
            req.path_info.rstrip('/') in self._routes

    def process_request(self, req):
        self._routes[req.path_info.rstrip('/')](self, req)

    # Public API

    def early(self, req):
        """What must happen before the body is read; else the handler."""
        path = req.path_info.rstrip('/')
        if path == '/login/refresh' and req.method == 'POST':
            self._renew(req)
        if path not in self._routes:
            raise HTTPNotFound(_("There is no page %(path)s.", path=path))
        return self

    def taken(self, req):
        """Somebody else has this person's user name."""
        self._page(req, 403, _("This account cannot be used here"), _(
            "Another account already uses your e-mail address as its name in "
            "this Trac. Ask an administrator, or sign in as somebody else."),
            out=True)

    def later(self, req):
        """A sign-in that is perhaps good and cannot be used now."""
        if req.method not in ('GET', 'HEAD'):
            resend.page(self.env, req, destination.here(req), 503, _(
                "Your sign-in cannot be checked just now. Nothing was saved. "
                "Your text is kept here: send it again in a moment."))
        self._page(req, 503, _("Your sign-in cannot be checked just now"), _(
            "Nothing is lost. Try again in a moment."),
            again=destination.here(req), out=True)

    # Internal methods

    def _begin(self, req):
        """/login: to Cognito's page."""
        next = destination.asked(req)
        if req.is_authenticated:
            reply.redirect(req, next or destination.home(req))
        begun = pending.Pending.new(next or destination.home(req))
        pending.remember(self.env, req, begun)
        reply.redirect(req, Cognito(self.env).authorize_url(
            begun, self._redirect_uri()))

    def _finish(self, req):
        """/login/callback: back from Cognito's page."""
        begun = pending.recall(self.env, req, req.args.getfirst('state'))
        if begun is None:
            if req.is_authenticated:    # "back", after signing in
                reply.redirect(req, destination.home(req))
            self._failed(req, _("This sign-in was not begun in this browser, "
                                "took too long, or was used already."))
        pending.forget(self.env, req, begun)
        again = begun.next if destination.ours(req, begun.next) else None
        code = req.args.getfirst('code')
        if not code:
            self._failed(req, _("You were not signed in."), again)
        try:
            tokens = Cognito(self.env).exchange(code, begun.verifier,
                                                self._redirect_uri())
            self._admit(tokens, begun.nonce)
        except NameTaken:
            self.taken(req)
        except (SignInDown, KeysUnavailable) as e:
            self.log.warning("A sign-in failed: %s", e)
            self._failed(req, _("The sign-in service does not answer."),
                         again, status=503)
        except LearningError as e:
            self.log.warning("A sign-in was refused: %s", e)
            self._failed(req, _("The sign-in service's answer is not good."),
                         again)
        Cookies(self.env).signed_in(req, tokens)
        reply.redirect(req, again or destination.home(req))

    def _renew(self, req):
        """/login/refresh: a new id token, and back."""
        reading = req.method in ('GET', 'HEAD')
        next = destination.asked(req)
        if next is None and not reading and not reply.wants_text(req):
            reply.text(req, 400, _("This address leads nowhere."))
        refresh = Cookies(self.env).get(req, cookies.REFRESH)
        if not req.is_authenticated:
            if refresh is None:
                self._over(req, next)
            self._renewed(req, refresh, next)
        if reply.wants_text(req):
            reply.done(req)
        reply.redirect(req, next or destination.home(req),
                       302 if reading else 307)

    def _renewed(self, req, refresh, next):
        try:
            tokens = Cognito(self.env).renew(refresh)
            self._admit(tokens)
        except GrantRefused:
            Cookies(self.env).signed_out(req)
            self._over(req, next)
        except NameTaken:
            self.taken(req)
        except LearningError as e:
            # Down, or an answer that makes no sense: the cookies may be good.
            self.log.warning("A renewal failed: %s", e)
            self._unrenewed(req, next)
        Cookies(self.env).signed_in(req, tokens)

    def _over(self, req, next):
        """There is nothing to renew: sign in."""
        if reply.wants_text(req):
            reply.text(req, 401, _("Your sign-in is over. Sign in again."))
        if req.method in ('GET', 'HEAD'):
            reply.redirect(req, destination.to_login(req, next))
        resend.page(self.env, req, next, 401, _(
            "Your sign-in is over. Nothing was saved. Your text is kept "
            "here: sign in in a new tab, then come back and send it again."))

    def _unrenewed(self, req, next):
        if reply.wants_text(req):
            reply.text(req, 503, _("The sign-in service does not answer."))
        if req.method in ('GET', 'HEAD'):
            self._page(req, 503, _("The sign-in service does not answer"), _(
                "Your sign-in could not be renewed. You are not signed out: "
                "try again in a moment."), again=next or destination.home(req))
        resend.page(self.env, req, next, 503, _(
            "The sign-in service does not answer. Nothing was saved. Your "
            "text is kept here: send it again in a moment."))

    def _leave(self, req):
        """/logout: the refresh token is sent to one address only."""
        if req.method != 'POST':
            self._page(req, 200, _("Sign out"),
                       _("Do you want to sign out?"), out=True)
        meant(req)
        reply.redirect(req, req.base_path + '/login/refresh/revoke', 307)

    def _revoke(self, req):
        """/login/refresh/revoke: the second half of a sign-out."""
        if req.method != 'POST':
            reply.redirect(req, req.base_path + '/logout')
        meant(req)
        jar = Cookies(self.env)
        refresh = jar.get(req, cookies.REFRESH)
        if refresh:
            Cognito(self.env).revoke(refresh)
        jar.signed_out(req)
        for name in ('trac_form_token', 'trac_session'):
            jar.put(req, name, '', '', 0)
        reply.redirect(req, Cognito(self.env).logout_url(
            self.env.abs_href()), 303)

    def _admit(self, tokens, nonce=None):
        """Check new tokens and make their owner known.

        :raises InvalidToken, KeysUnavailable, NameTaken:
        """
        who, claims = Cognito(self.env).verifier.verify(tokens.id)
        if nonce is not None and not compare_digest(
                str(nonce), claims.get('nonce', u'').encode('utf-8')):
            raise InvalidToken(u"The token answers another sign-in.")
        Accounts(self.env).bind(who.sub, who.email, who.name, who.groups,
                                who.issued)

    def _redirect_uri(self):
        return self.env.abs_href.login('callback')

    def _failed(self, req, message, again=None, status=400):
        self._page(req, status, _("You are not signed in"), message,
                   again=destination.to_login(req, again))

    def _page(self, req, status, title, message, again=None, out=False):
        reply.page(self.env, req, status, 'learning_sign_in.html', {
            'title': title, 'message': message, 'again': again, 'out': out})

    _routes = {'/login': _begin, '/login/callback': _finish,
               '/login/refresh': _renew, '/login/refresh/revoke': _revoke,
               '/logout': _leave}


def meant(req):
    """Trac checks the form token of forms alone; signing somebody out from
    another site must not work in any other way either."""
    if req.args.get('__FORM_TOKEN') != req.form_token:
        raise HTTPBadRequest(_("Missing or invalid form token."))
