# -*- coding: utf-8 -*-
"""Whether a request that changes something was sent by this site's own page.

A browser sends a person's cookies with whatever any page makes it send. It
also says which site's page that was, and this site's own pages know the form
token. Trac asks for the token of forms only; what is sent as `text/plain` or
as JSON is asked for it here.
"""

import cgi
import hmac
import re

from trac.config import ListOption
from trac.core import Component
from trac.ticket.web_ui import TicketModule
from trac.util.text import to_utf8
from trac.web.api import HTTPBadRequest, HTTPForbidden

from learning.auth import replies, return_url
from learning.translation import _
from learning.web import json_reply

#: What changes nothing (RFC 9110, 9.2.1).
SAFE_METHODS = ('GET', 'HEAD', 'OPTIONS')
#: Where a script puts the form token, whatever it sends.
TOKEN_HEADER = 'X-CSRF-Token'
#: As browsers send forms.
FORM_TYPES = ('application/x-www-form-urlencoded', 'multipart/form-data')
#: Packages whose pages want the token. Other plugins may have interfaces for
#: programs, with checks of their own.
PACKAGES = ('learning', 'trac', 'tracopt')

_ORIGIN = re.compile(r'https?://([^/?#@\\\s]+)(?:[/?#]|\Z)', re.I)
_DEFAULT_PORT = re.compile(r':(80|443)?\Z')


class ForgeryCheck(Component):
    """Refuses what another site's page made a browser send."""

    trusted_origins = ListOption('learning', 'trusted_origins', '', doc=
        """Other sites whose pages may send forms to this Trac, like
        `https://portal.example.org`.""")

    # Public API

    def check_origin(self, req):
        """Only headers are looked at: nothing is read or renewed before.

        A browser that sends `Sec-Fetch-Site` has compared the origins itself,
        all along a chain of redirects. Who sends neither header is a program
        or an old browser: the token decides.

        :raises HTTPForbidden: when another site sent it.
        """
        site = req.get_header('Sec-Fetch-Site')
        origin = req.get_header('Origin')
        if req.method in SAFE_METHODS or site == 'same-origin' or \
                origin in self.trusted_origins:
            return
        if site not in (None, 'none') or \
                origin is not None and host(origin) not in self._hosts(req):
            refuse(req, HTTPForbidden, _(
                "Another site sent this, so nothing was changed. Open the "
                "page in this Trac and do it there."))

    def check_token(self, req, handler):
        """Reads a form, so the sign-in has to be settled before.

        :raises HTTPBadRequest: without the right token.
        """
        if type(handler).__module__.split('.')[0] not in PACKAGES or \
                not changes(req, handler):
            return
        sent = req.get_header(TOKEN_HEADER) or req.args.get('__FORM_TOKEN')
        if not isinstance(sent, basestring) or not req.form_token or \
                not hmac.compare_digest(to_utf8(sent),
                                        to_utf8(req.form_token)):
            self._offer_again(req)
            refuse(req, HTTPBadRequest, _(
                "Missing or invalid form token, so nothing was changed. Load "
                "the page again, with cookies enabled, and send it from "
                "there."))

    # Internal methods

    def _offer_again(self, req):
        """Who signed out and in again in another tab has a new token: their
        form is shown with it, to be sent by a click. Only where a header
        says that this site's page sent it."""
        origin = req.get_header('Origin')
        if form_type(req) in FORM_TYPES and req.is_authenticated and \
                not replies.wants_text(req) and req.form_token and \
                (req.get_header('Sec-Fetch-Site') == 'same-origin' or
                 host(origin) in self._hosts(req) and host(origin)):
            replies.show_kept_form(
                self.env, req, return_url.current_url(req),
                HTTPBadRequest.code, _(
                    "You signed in anew after this page was opened. Nothing "
                    "was saved yet: please look at it and send it again."),
                sign_in=False)

    def _hosts(self, req):
        """This site's hosts as the browser and the configuration know them.

        The scheme is not compared: a proxy may have ended the encryption.
        """
        sent = req.get_header('Host') or req.server_name
        return {host('http://' + sent), host(self.env.base_url)} - {None}


def changes(req, handler):
    """Whether it may change something. Trac saves an edited comment by GET,
    too, which any link could ask for."""
    return req.method not in SAFE_METHODS or \
        isinstance(handler, TicketModule) and 'edit_comment' in req.args


def host(url):
    """Name and port of an address; None for what is none, as `null`."""
    match = _ORIGIN.match(url or '')
    return match and _DEFAULT_PORT.sub('', match.group(1).lower())


def form_type(req):
    """What kind of body was sent, as `application/json`."""
    return cgi.parse_header(req.get_header('Content-Type') or '')[0]


def refuse(req, error, message):
    """Say so in the way that was asked in."""
    if form_type(req) == 'application/json':
        json_reply.send(req, error.code, {'message': message})
    raise error(message)
