# -*- coding: utf-8 -*-
"""What people are told around signing in."""

from trac.util.translation import _

from learning.auth import destination, reply, resend


def show(env, req, status, title, message, again=None, out=False):
    """A message. :param again: an address to try; :param out: offer a
    sign-out."""
    reply.page(env, req, status, 'learning_sign_in.html', {
        'title': title, 'message': message, 'again': again, 'out': out})


def failed(env, req, message, next=None, status=400):
    """A sign-in that came to nothing."""
    show(env, req, status, _("You are not signed in"), message,
         again=destination.to_login(req, next))


def taken(env, req):
    """Somebody else has this person's user name."""
    show(env, req, 403, _("This account cannot be used here"), _(
        "Another account already uses your e-mail address as its name in "
        "this Trac. Ask an administrator, or sign in as somebody else."),
        out=True)


def unchecked(env, req):
    """A sign-in that is perhaps good and cannot be checked now."""
    here = destination.here(req)
    if reading(req):
        show(env, req, 503, _("Your sign-in cannot be checked just now"), _(
            "Nothing is lost. Try again in a moment."), again=here, out=True)
    resend.page(env, req, here, 503, _(
        "Your sign-in cannot be checked just now. Nothing was saved. Your "
        "text is kept here: send it again in a moment."))


def over(env, req, next):
    """There is nothing to renew: sign in."""
    if reply.wants_text(req):
        reply.text(req, 401, _("Your sign-in is over. Sign in again."))
    if reading(req):
        reply.redirect(req, destination.to_login(req, next))
    resend.page(env, req, next, 401, _(
        "Your sign-in is over. Nothing was saved. Your text is kept here: "
        "sign in in a new tab, then come back and send it again."))


def unrenewed(env, req, next):
    """The service that renews is down: nobody is signed out for that."""
    if reply.wants_text(req):
        reply.text(req, 503, _("The sign-in service does not answer."))
    if reading(req):
        show(env, req, 503, _("The sign-in service does not answer"), _(
            "Your sign-in could not be renewed. You are not signed out: try "
            "again in a moment."), again=next or destination.home(req))
    resend.page(env, req, next, 503, _(
        "The sign-in service does not answer. Nothing was saved. Your text "
        "is kept here: send it again in a moment."))


def reading(req):
    """Is there no body that could get lost?"""
    return req.method in ('GET', 'HEAD')
