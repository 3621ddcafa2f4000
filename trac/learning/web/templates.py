# -*- coding: utf-8 -*-
"""Trac's pages for everybody, and scripts by name: changes its templates as
they are compiled, and touches no file of Trac's.
"""

import os
import threading
from base64 import b64encode
from functools import wraps

from jinja2 import TemplateNotFound
from jinja2.ext import Extension

from trac.web.chrome import Chrome, add_script

from learning.participant import Participant
from learning.translation import _
from learning.web.template_changes import change

_LOCK = threading.Lock()


class Templates(Participant):
    """Gives Trac's pages landmarks, labels and a way past the navigation, and
    marks the scripts of templates as those that may run."""

    def __init__(self):
        install()


class Changed(Extension):
    """Sees a template's source before Jinja2 does."""

    def preprocess(self, source, name, filename=None):
        return change(name, source)


def nonce_of(req):
    """What this page's scripts carry: nobody knows it before."""
    if not hasattr(req, 'script_nonce'):
        req.script_nonce = b64encode(os.urandom(16))
    return req.script_nonce


def frame_texts():
    """Texts that Trac's own catalogues do not have."""
    return {'skip': _("Skip to the content"), 'mainnav': _("Main"),
            'metanav': _("Account and help"), 'select': _("Select"),
            'old': _("Compare from version"), 'new': _("to version"),
            'text': _("Text of the page"), 'when': _("When to notify"),
            'what': _("What to notify of")}


def install():
    """Wrap what loads templates and what begins a page. Once is enough."""
    if not hasattr(Chrome._load_jinja_template, 'learning'):
        Chrome._load_jinja_template = _changed(Chrome._load_jinja_template)
        Chrome.prepare_request = _with_texts(Chrome.prepare_request)


def _make_environment(chrome, load):
    """Trac makes Jinja2's environment when the first template is asked for:
    ask for one that there is not."""
    try:
        load(chrome, 'learning')
    except TemplateNotFound:
        pass


def _changed(original):
    @wraps(original)
    def _load_jinja_template(self, filename, text=False):
        if self.env.is_enabled(Templates):
            with _LOCK:
                if not getattr(self.jenv, 'learning', False):
                    _make_environment(self, original)
                    self.jenv.add_extension(Changed)
                    self.jenv.learning = True
        return original(self, filename, text)
    _load_jinja_template.learning = True
    return _load_jinja_template


def _with_texts(original):
    @wraps(original)
    def prepare_request(self, req, handler=None):
        chrome = original(self, req, handler)
        if self.env.is_enabled(Templates):
            chrome.update(nonce=nonce_of(req), frame=frame_texts())
            add_script(req, 'learning/js/frame.js')
        return chrome
    prepare_request.__dict__.update(original.__dict__)
    return prepare_request
