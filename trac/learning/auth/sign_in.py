# -*- coding: utf-8 -*-
"""Signing in at Cognito's page, staying signed in and signing out: the
addresses, and the links to them.

The refresh token's cookie is sent below /login/refresh only: a token is
renewed there, and signing out takes its second step there.
"""

from hmac import compare_digest

from trac.config import BoolOption
from trac.core import Component, implements
from trac.perm import PermissionCache
from trac.util.html import tag
from trac.web.api import HTTPNotFound, IRequestHandler
from trac.web.chrome import Chrome, INavigationContributor

from learning.auth import cookies, replies, return_url
from learning.auth.cognito import Cognito
from learning.auth.cookies import (Cookies, LoginState, forget_login,
                                   recall_login, remember_login)
from learning.errors import (GrantRefused, InvalidToken, KeysUnavailable,
                             LearningError, NameTaken, SignInDown)
from learning.translation import _, tag_
from learning.users.account import Accounts


class SignInModule(Component):
    """Signs in with Cognito's hosted page. Takes the place of
    `trac.web.auth.LoginModule`, which has to be disabled."""

    implements(INavigationContributor, IRequestHandler)

    is_valid_default_handler = False

    home_after_login = BoolOption('learning', 'home_after_login', True,
        """Whether who signs in without having asked for a page comes to
        `/learning`, where the next thing to do stands, and not to Trac's
        start page. That one keeps its address.""")

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
            refresh_login(self.env, req)
        if path not in ROUTES:
            raise HTTPNotFound(_("There is no page %(path)s.", path=path))
        return self


def begin_login(env, req):
    """Off to Cognito's page."""
    next = return_url.requested_url(req) or return_url.home_url(req)
    if req.is_authenticated:
        replies.redirect(req, next)
    begun = LoginState.new(next)
    remember_login(env, req, begun)
    replies.redirect(req, Cognito(env).authorize_url(begun, callback_url(env)))


def finish_login(env, req):
    """Back from it: code, state and nonce belong to this browser."""
    begun = recall_login(env, req, req.args.getfirst('state'))
    if begun is None:
        if req.is_authenticated:    # "back", after signing in
            replies.redirect(req, return_url.home_url(req))
        replies.show_failure(env, req, _(
            "This sign-in was not begun in this browser, took too long, or "
            "was used already."))
    forget_login(env, req, begun)
    next = begun.next if return_url.is_local(req, begun.next) else None
    code = req.args.getfirst('code')
    if not code:
        replies.show_failure(env, req, _("You were not signed in."), next)
    tokens, account = _exchange(env, req, code, begun, next)
    Cookies(env).signed_in(req, tokens)
    replies.redirect(req, landing_url(env, req, next, account.username))


def landing_url(env, req, next, username):
    """Where who just signed in comes to: the page that they asked for, else
    what they do next.

    :param next: an address of this Trac, or None.
    """
    if next and not return_url.is_home(req, next):
        return next
    learns = SignInModule(env).home_after_login and \
        'LEARNING_VIEW' in PermissionCache(env, username)
    return req.base_path + '/learning' if learns else \
        return_url.home_url(req)


def callback_url(env):
    """The address that the client in Cognito knows."""
    return env.abs_href.login('callback')


def _exchange(env, req, code, begun, next):
    try:
        tokens = Cognito(env).exchange(code, begun.verifier, callback_url(env))
        return tokens, accept_tokens(env, tokens, begun.nonce)
    except NameTaken:
        replies.show_name_taken(env, req)
    except (SignInDown, KeysUnavailable) as e:
        env.log.warning("A sign-in failed: %s", e)
        replies.show_failure(
            env, req, _("The sign-in service does not answer."), next,
            status=503)
    except LearningError as e:
        env.log.warning("A sign-in was refused: %s", e)
        replies.show_failure(
            env, req, _("The sign-in service's answer is not good."), next)


def refresh_login(env, req):
    """Pages go on to `next` with their body; scripts get a 204."""
    next = return_url.requested_url(req)
    reading = replies.is_reading(req)
    if next is None and not reading and not replies.wants_text(req):
        replies.send_text(req, 400, _("This address leads nowhere."))
    if not req.is_authenticated:
        refresh = Cookies(env).get(req, cookies.REFRESH)
        if refresh is None:
            # No reason to clear anything: another site may have sent this.
            replies.show_sign_in_over(env, req, next)
        _refresh_tokens(env, req, refresh, next)
    if replies.wants_text(req):
        replies.send_nothing(req)
    replies.redirect(req, next or return_url.home_url(req),
                     302 if reading else 307)


def _refresh_tokens(env, req, refresh, next):
    try:
        tokens = Cognito(env).renew(refresh)
        accept_tokens(env, tokens)
    except GrantRefused:
        Cookies(env).signed_out(req)
        replies.show_sign_in_over(env, req, next)
    except NameTaken:
        replies.show_name_taken(env, req)
    except LearningError as e:
        # Down, or an answer that makes no sense: the cookies may be good.
        env.log.warning("A renewal failed: %s", e)
        replies.show_service_down(env, req, next)
    Cookies(env).signed_in(req, tokens)


def ask_logout(env, req):
    """A link signs nobody out: it asks."""
    if req.method != 'POST':
        replies.show_message(env, req, 200, _("Sign out"),
                             _("Do you want to sign out?"), out=True)
    replies.redirect(req, req.base_path + '/login/refresh/revoke', 307)


def logout(env, req):
    """Forget everything here, then at Cognito's page."""
    if req.method != 'POST':
        replies.redirect(req, req.base_path + '/logout')
    jar = Cookies(env)
    refresh = jar.get(req, cookies.REFRESH)
    if refresh:
        Cognito(env).revoke(refresh)
    jar.signed_out(req)
    for name in ('trac_form_token', 'trac_session'):
        jar.put(req, name, '', '', 0)
    replies.redirect(req, Cognito(env).logout_url(env.abs_href()), 303)


def accept_tokens(env, tokens, nonce=None):
    """Check new tokens and make their owner known to Trac.

    :param nonce: what the sign-in asked to see in the token.
    :return: the `Account`.
    :raises InvalidToken, KeysUnavailable, NameTaken:
    """
    who, claims = Cognito(env).verifier.verify(tokens.id)
    if nonce is not None and not compare_digest(
            str(nonce), claims.get('nonce', u'').encode('utf-8')):
        raise InvalidToken(u"The token answers another sign-in.")
    return Accounts(env).bind(who.sub, who.email, who.name, who.groups,
                              who.issued)


ROUTES = {'/login': begin_login, '/login/callback': finish_login,
          '/login/refresh': refresh_login,
          '/login/refresh/revoke': logout, '/logout': ask_logout}
