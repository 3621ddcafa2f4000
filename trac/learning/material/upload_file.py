# -*- coding: utf-8 -*-
"""A file on its way in: how the gateway is asked about it, what it answered,
and the sending to the storage.
"""

import mimetypes
import posixpath
import re

import requests


from learning.material import content
from learning.text import is_uuid
from learning.translation import _

#: Seconds to connect to S3 and between two of its bytes.
TIMEOUT_S = (5, 60)
_TYPE = re.compile(r'(?=.{3,100}\Z)[\w.+-]+/[\w.+-]+\Z')


def describe_file(name, size, kind, sha256, subject, ident):
    """A file as the gateway is asked about it."""
    name = clean_name(name)
    kind = kind or mimetypes.guess_type(name)[0] or ''
    return {'name': name, 'size': size,
            'type': kind if _TYPE.match(kind) else None,
            'sha256': sha256 or None,
            'subject': (subject or '')[:content.MAX_SUBJECT_CHARS] or None,
            'document': ident if is_uuid(ident) else None}


def clean_name(name):
    """A path that leads nowhere but down; its end, when it is too long."""
    path = posixpath.normpath('/' + name.replace('\\', '/').replace('\0', ''))
    path = re.sub(r'^([A-Za-z]:)?/+', '', path.lstrip('/'))
    return path[-content.MAX_NAME_CHARS:].lstrip('/') or u'unnamed'


def refusal_reason(grant):
    """Why there is nothing to upload; '' when there is."""
    if grant.get('state') == 'granted' and grant.get('url') and \
            isinstance(grant.get('fields'), dict):
        return ''
    if grant.get('state') == 'unchanged':
        return grant.get('reason') or _("Nothing has changed in it: there is "
                                        "nothing to do.")
    return grant.get('reason') or _("It was not accepted.")


def send_to_storage(grant, name, kind, body):
    """Send a file where the grant says.

    :raises requests.RequestException: when it was not taken.
    """
    session = requests.Session()
    session.trust_env = False
    fields = [(str(key), unicode(value).encode('utf-8'))
              for key, value in grant['fields'].items()]
    answer = session.post(
        grant['url'], data=fields, allow_redirects=False, timeout=TIMEOUT_S,
        files={'file': ('file', body, kind or 'application/octet-stream')})
    answer.raise_for_status()
