# -*- coding: utf-8 -*-
"""Style sheets and scripts that a browser keeps for good.

Each address ends in a digest of the file, so a new file has a new address.
That is done where Trac makes such addresses; files of other plugins and of
the site stay as they are.
"""

import os
from functools import wraps
from hashlib import sha1

from pkg_resources import resource_filename

from trac.core import implements
from trac.web import chrome
from trac.web.api import IRequestFilter
from trac.web.chrome import Chrome

from learning.participant import Participant

#: A year, also for what stands between: no cookie goes with such a file.
FOR_GOOD = 'public, max-age=31536000, immutable'
_FOLDERS = {'common': resource_filename('trac', 'htdocs'),
            'learning': resource_filename('learning', 'htdocs')}
_digests = {}


class StaticFiles(Participant):
    """Gives files of Trac and of the plugin addresses by their content."""

    implements(IRequestFilter)

    def __init__(self):
        install()

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        if isinstance(handler, Chrome) and 'v' in req.args:
            name = '%s/%s' % (req.args['prefix'], req.args['filename'])
            if req.args['v'] == digest_of(name):
                req.send_header('Cache-Control', FOR_GOOD)
                req.session     # opened, lest it sends its cookie later
                req.outcookie.pop('trac_session', None)
        return handler

    def post_process_request(self, req, template, data, metadata):
        return template, data, metadata


def digest_of(filename):
    """What the file below `/chrome` contains now, in 10 letters; None if it
    is none of ours."""
    prefix, _, name = filename.partition('/')
    folder = _FOLDERS.get(prefix)
    if not folder or '..' in name:
        return None
    path = os.path.join(folder, *name.split('/'))
    try:
        changed = os.stat(path).st_mtime
        if _digests.get(path, (None,))[0] != changed:
            with open(path, 'rb') as content:
                _digests[path] = changed, sha1(content.read()).hexdigest()
    except EnvironmentError:
        return None
    return _digests[path][1][:10]


def install():
    """Wrap what makes addresses of files. Once is enough."""
    original = chrome.chrome_resource_path
    if not hasattr(original, 'learning'):
        chrome.chrome_resource_path = _versioned(original)


def _versioned(original):
    @wraps(original)
    def chrome_resource_path(req, filename):
        href = original(req, filename)
        env = getattr(req.perm, 'env', None)
        if env is None or not env.is_enabled(StaticFiles) or \
                not href.startswith(req.href.chrome() + '/'):
            return href
        digest = digest_of(filename)
        return '%s?v=%s' % (href, digest) if digest else href
    chrome_resource_path.learning = True
    return chrome_resource_path
