# -*- coding: utf-8 -*-
"""Headers that tell a browser what a page may do, on every answer.

They join those of the section `[http-headers]`, which Trac sends with pages,
files and errors alike; a header that stands there takes the place of ours.
"""

import re
from collections import OrderedDict
from functools import wraps
from urlparse import urlsplit

from trac.config import Option
from trac.web.chrome import Chrome
from trac.web.main import RequestDispatcher
from trac.wiki.api import WikiSystem

from learning.auth.cognito import Cognito
from learning.participant import Participant
from learning.web.templates import Templates, nonce_of

#: For everything that is no page of Trac's own: it is data, and does nothing.
FILE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; " \
              "frame-ancestors 'self'"
#: jQuery 1 asks the browser for `focusin` by a handler that says `t`.
PROBE = "'sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg='"
_SOURCE = re.compile(r"[^\s;,'\"]+\Z")


class SecurityHeaders(Participant):
    """Sends a content security policy and its companions, and lets no browser
    keep what one person saw.

    Else "back" shows it to the next at this computer: browsers ask nobody
    whether a page that they kept is still this reader's, and those that keep
    whole pages in memory (bfcache) do so even after `Clear-Site-Data`.
    """

    directives = Option('learning', 'content_security_policy', '',
        """Directives that take the place of the plugin's own in the content
        security policy of Trac's pages, like
        `img-src 'self' https://pictures.example.org; connect-src 'self'`.""")

    def __init__(self):
        install()

    # Public API

    def of(self, req):
        """The headers for this answer, whose own headers are set already."""
        yield 'X-Content-Type-Options', 'nosniff'
        yield 'X-Frame-Options', 'SAMEORIGIN'
        # `no-referrer` would make a form's `Origin` null.
        yield 'Referrer-Policy', 'same-origin'
        if is_page(req):
            yield 'Content-Security-Policy', self.policy(req)

    def policy(self, req):
        """What Trac's pages may load, run and send to.

        Scripts of templates carry the page's nonce; text of people cannot
        know it. Trac's jQuery evaluates the scripts of a preview, and its
        catalogues the rule of their plurals, so that has to work. Scripts may
        connect anywhere: where files are uploaded to is known only by then.
        """
        chrome, wiki = Chrome(self.env), WikiSystem(self.env)
        served = origins(chrome.htdocs_location)
        found = OrderedDict([
            ('script-src', ["'self'", "'unsafe-eval'"] + self._own_scripts(req) +
                served + origins(chrome.jquery_location,
                                 chrome.jquery_ui_location)),
            ('img-src', ["'self'", 'data:'] + served + origins(
                chrome.jquery_ui_theme_location, chrome.logo_src,
                self.env.project_icon) +
                [one for one in wiki.safe_origins if _SOURCE.match(one)]),
            ('object-src', ["'none'"]), ('base-uri', ["'self'"]),
            # A browser follows a redirect after a form only to these.
            ('form-action', ["'self'"] + origins(
                req.base_url, Cognito(self.env).url)),
            ('frame-ancestors', ["'self'"])])
        for directive in self.directives.split(';'):
            words = directive.split()
            if words:
                found[words[0].lower()] = words[1:]
        return '; '.join(' '.join([name] + unique(sources))
                         for name, sources in found.items())

    # Internal methods

    def _own_scripts(self, req):
        if self.env.is_enabled(Templates):
            return ["'nonce-%s'" % nonce_of(req), "'unsafe-hashes'", PROBE]
        return ["'unsafe-inline'"]


def is_page(req):
    """A page of Trac's own, not a file: these have a date."""
    names = [name.lower() for name, value in req._outheaders]
    return req._content_type == 'text/html' and 'last-modified' not in names


def is_static(req):
    """A style sheet, script or picture of the site, the same for everybody."""
    return req.path_info.startswith('/chrome/')


def forbid_storing(req):
    """Take the place of what Trac says of an answer that may be kept."""
    req._outheaders[:] = [(name, value) for name, value in req._outheaders
                          if name.lower() != 'cache-control']
    req.send_header('Cache-Control', 'no-store')


def origins(*urls):
    """[scheme://host] of the addresses that lead to another host."""
    parts = [urlsplit(url) for url in urls if url]
    return ['%s://%s' % (one.scheme, one.netloc) if one.scheme else one.netloc
            for one in parts if one.netloc and _SOURCE.match(one.netloc)]


def unique(words):
    return OrderedDict.fromkeys(words).keys()


def install():
    """Wrap what tells Trac's headers. Once is enough."""
    original = RequestDispatcher._get_configurable_headers
    if not hasattr(original, 'learning'):
        RequestDispatcher._get_configurable_headers = _joined(original)


def _joined(original):
    @wraps(original)
    def _get_configurable_headers(self, req):
        found = list(original(self, req))
        if self.env.is_enabled(SecurityHeaders):
            if not is_static(req):
                forbid_storing(req)
            names = {name.lower() for name, value in found}
            found += [(name, value)
                      for name, value in SecurityHeaders(self.env).of(req)
                      if name.lower() not in names]
            if req._content_type and not is_page(req):
                found.append(('Content-Security-Policy', FILE_POLICY))
        return found
    _get_configurable_headers.learning = True
    return _get_configurable_headers
