# -*- coding: utf-8 -*-
"""Answers around signing in, each of which ends its request: redirects, texts
for scripts, messages, and a form that came too late, kept on a page that can
send it again. None may be cached.
"""

from base64 import b64encode

from trac.web.api import HTTPRequestEntityTooLarge, RequestDone
from trac.web.chrome import Chrome, add_script

from learning.auth import return_url
from learning.translation import TEMPLATE_DOMAIN, _

#: Bytes of files that the page carries; larger ones are chosen anew.
MAX_KEPT_FILE_BYTES = 1 << 20
#: Characters of the rest; Trac's largest text has 262144.
MAX_KEPT_CHARS = 1 << 20


def redirect(req, location, status=302):
    """Send the browser elsewhere; 307 keeps method and body.

    The address stays as it is: only the browser knows for sure by which
    scheme and host it came.
    """
    req.send_response(status)
    req.send_header('Location', location)
    _finish(req, 'text/plain', '')


def send_text(req, status, message):
    """A plain text for a script that asked."""
    req.send_response(status)
    _finish(req, 'text/plain;charset=utf-8', message.encode('utf-8'))


def send_nothing(req):
    """No content."""
    req.send_response(204)
    _finish(req, 'text/plain', '')


def send_page(env, req, status, template, data):
    """A page in Trac's own frame."""
    content = Chrome(env).render_template(
        req, template, data, {'content_type': 'text/html', 'iterable': False,
                              'domain': TEMPLATE_DOMAIN})
    req.send_response(status)
    _finish(req, 'text/html;charset=utf-8', content)


def _finish(req, content_type, body):
    if not req.is_authenticated:
        # Trac opens a session for everybody who passes; nobody stays here.
        req.outcookie.pop('trac_session', None)
    req.send_header('Content-Type', content_type)
    req.send_header('Content-Length', len(body))
    req.send_header('Cache-Control', 'no-store')
    req.end_headers()
    if req.method != 'HEAD':
        req.write(body)
    raise RequestDone


def wants_text(req):
    """Does a script ask, that can do nothing with a page?"""
    return req.is_xhr or req.get_header('Sec-Fetch-Dest') == 'empty'


def show_message(env, req, status, title, message, again=None, out=False):
    """A message. :param again: an address to try; :param out: offer a
    sign-out."""
    send_page(env, req, status, 'learning_sign_in.html', {
        'title': title, 'message': message, 'again': again, 'out': out})


def show_failure(env, req, message, next=None, status=400):
    """A sign-in that came to nothing."""
    show_message(env, req, status, _("You are not signed in"), message,
                 again=return_url.login_url(req, next))


def show_name_taken(env, req):
    """Somebody else has this person's user name."""
    show_message(env, req, 403, _("This account cannot be used here"), _(
        "Another account already uses your e-mail address as its name in "
        "this Trac. Ask an administrator, or sign in as somebody else."),
        out=True)


def show_unchecked(env, req):
    """A sign-in that is perhaps good and cannot be checked now."""
    here = return_url.current_url(req)
    if is_reading(req):
        show_message(
            env, req, 503, _("Your sign-in cannot be checked just now"),
            _("Nothing is lost. Try again in a moment."), again=here, out=True)
    show_kept_form(env, req, here, 503, _(
        "Your sign-in cannot be checked just now. Nothing was saved. Your "
        "text is kept here: send it again in a moment."))


def show_sign_in_over(env, req, next):
    """There is nothing to renew: sign in."""
    if wants_text(req):
        send_text(req, 401, _("Your sign-in is over. Sign in again."))
    if is_reading(req):
        redirect(req, return_url.login_url(req, next))
    show_kept_form(env, req, next, 401, _(
        "Your sign-in is over. Nothing was saved. Your text is kept here: "
        "sign in in a new tab, then come back and send it again."))


def show_service_down(env, req, next):
    """The service that renews is down: nobody is signed out for that."""
    if wants_text(req):
        send_text(req, 503, _("The sign-in service does not answer."))
    if is_reading(req):
        show_message(
            env, req, 503, _("The sign-in service does not answer"),
            _("Your sign-in could not be renewed. You are not signed out: try "
              "again in a moment."), again=next or return_url.home_url(req))
    show_kept_form(env, req, next, 503, _(
        "The sign-in service does not answer. Nothing was saved. Your text "
        "is kept here: send it again in a moment."))


def is_reading(req):
    """Is there no body that could get lost?"""
    return req.method in ('GET', 'HEAD')


def show_kept_form(env, req, action, status, message, sign_in=True):
    """Show the form that was sent, ready to be sent to `action` with a form
    token that is good now.

    Whoever is not signed in gets it, so it is small whatever was sent.

    :param sign_in: whether that has to be done before.
    """
    texts = [(name, value) for name, value in req.arg_list
             if not hasattr(value, 'filename') and name != '__FORM_TOKEN']
    sent = [(name, value) for name, value in req.arg_list
            if hasattr(value, 'filename')]
    if _length(texts, sent) > MAX_KEPT_CHARS:
        raise HTTPRequestEntityTooLarge(_(
            "This text is too long to be kept here, and your sign-in is over "
            "or new. Nothing was saved: go back, copy your text, sign in, and "
            "send it again from a page that you open then."))
    add_script(req, 'learning/js/send_again.js')
    send_page(env, req, status, 'learning_send_again.html', {
        'message': message, 'action': action, 'texts': texts,
        'files': list(_kept(sent)),
        'sign_in': sign_in and return_url.login_url(req, None)})


def _length(texts, sent):
    return sum(len(name or '') + len(value) for name, value in texts) + \
        sum(len(name or '') + len(value.filename) + len(value.type)
            for name, value in sent)


def _kept(sent):
    room = MAX_KEPT_FILE_BYTES
    for name, value in sent:
        fits = value.size <= room
        room -= value.size if fits else 0
        yield {'name': name, 'filename': value.filename, 'type': value.type,
               'data': b64encode(value.value) if fits else None}
