# -*- coding: utf-8 -*-
"""A form that came too late is kept on a page that can send it again."""

from base64 import b64encode

from trac.web.chrome import add_script

from learning.auth import destination, reply

#: Bytes of files that the page carries; larger ones are chosen anew.
MOST = 4 * 1024 * 1024


def page(env, req, action, status, message):
    """Show the form that was sent, ready to be sent to `action`."""
    texts, files, room = [], [], MOST
    for name, value in req.arg_list:
        if not hasattr(value, 'filename'):
            texts.append((name, value))
            continue
        data = value.value
        fits = len(data) <= room
        room -= len(data) if fits else 0
        files.append({'name': name, 'filename': value.filename,
                      'type': value.type,
                      'data': b64encode(data) if fits else None})
    add_script(req, 'learning/js/send_again.js')
    reply.page(env, req, status, 'learning_send_again.html', {
        'message': message, 'action': action, 'texts': texts, 'files': files,
        'sign_in': destination.to_login(req, None)})
