# -*- coding: utf-8 -*-
"""What runs in an author's browser: it uploads and asks for news."""

from trac.web.chrome import add_script, add_script_data

from learning.material import content
from learning.translation import _

SCRIPTS = ('watch', 'material', 'files', 'upload_list', 'upload')


def add_scripts(req):
    """The scripts, and what they must know."""
    for name in SCRIPTS:
        add_script(req, 'learning/js/%s.js' % name)
    add_script_data(req, learning_material=script_settings(req))


def script_settings(req):
    """What the script that uploads must know, and say."""
    return {
        'grant': req.href.learning('material', 'grant'),
        'refresh': req.href.login('refresh'), 'token': req.form_token,
        'largest': content.MAX_FILE_BYTES, 'texts': {
            'waiting': _("waiting"), 'uploading': _("uploading"),
            'uploaded': _("uploaded"), 'again': _("Try again"),
            'empty': _("It is empty."),
            'large': _("It has {size}; {most} is the most."),
            'refused': _("The storage did not take it ({status})."),
            'broken': _("The connection broke."),
            'away': _("The service cannot be reached just now."),
            'signed_out': _("Your sign-in is over. Sign in in another tab, "
                            "then try again."),
            'sum': _("{done} of {all} uploaded."),
            'failed': _("{failed} could not be.")}}
