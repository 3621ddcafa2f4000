# -*- coding: utf-8 -*-
"""A form that came too late is kept on a page that can send it again.

Whoever is not signed in gets it, so it is small whatever was sent.
"""

from base64 import b64encode

from trac.util.translation import _
from trac.web.api import HTTPRequestEntityTooLarge
from trac.web.chrome import add_script

from learning.auth import destination, reply

#: Bytes of files that the page carries; larger ones are chosen anew.
FILES = 1 << 20
#: Characters of the rest; Trac's largest text has 262144.
TEXTS = 1 << 20


def page(env, req, action, status, message):
    """Show the form that was sent, ready to be sent to `action`."""
    texts = [(name, value) for name, value in req.arg_list
             if not hasattr(value, 'filename')]
    sent = [(name, value) for name, value in req.arg_list
            if hasattr(value, 'filename')]
    if _length(texts, sent) > TEXTS:
        raise HTTPRequestEntityTooLarge(_(
            "You are not signed in, and this text is too long to be kept "
            "here. Nothing was saved: go back, copy your text, sign in, and "
            "send it again."))
    add_script(req, 'learning/js/send_again.js')
    reply.page(env, req, status, 'learning_send_again.html', {
        'message': message, 'action': action, 'texts': texts,
        'files': list(_kept(sent)),
        'sign_in': destination.to_login(req, None)})


def _length(texts, sent):
    return sum(len(name or '') + len(value) for name, value in texts) + \
        sum(len(name or '') + len(value.filename) + len(value.type)
            for name, value in sent)


def _kept(sent):
    room = FILES
    for name, value in sent:
        fits = value.size <= room
        room -= value.size if fits else 0
        yield {'name': name, 'filename': value.filename, 'type': value.type,
               'data': b64encode(value.value) if fits else None}
