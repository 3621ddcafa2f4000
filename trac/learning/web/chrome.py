# -*- coding: utf-8 -*-
"""What every page gets of the plugin: where its files are, its language, and
letters of their true size on a phone.
"""

from functools import wraps

from pkg_resources import resource_filename

from trac.core import Component, implements
from trac.web.api import IRequestFilter
from trac.web.chrome import Chrome, ITemplateProvider, add_meta, add_script

from learning.participant import Participant
from learning.translation import TEMPLATE_DOMAIN, add_catalogues

#: Without it a phone lays a page out for 980 px and shrinks it.
VIEWPORT = 'width=device-width, initial-scale=1'


class LearningSite(Component):
    """Serves the plugin's files under `chrome/learning`, and its texts in the
    language of who asks."""

    implements(IRequestFilter, ITemplateProvider)

    def __init__(self):
        add_catalogues(self.env)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        return handler

    def post_process_request(self, req, template, data, metadata):
        if (template or '').startswith('learning_'):
            metadata['domain'] = TEMPLATE_DOMAIN
            add_script(req, 'learning/js/times.js')
        return template, data, metadata

    # ITemplateProvider methods

    def get_htdocs_dirs(self):
        return [('learning', resource_filename('learning', 'htdocs'))]

    def get_templates_dirs(self):
        return [resource_filename('learning', 'templates')]


class Viewport(Participant):
    """Lets pages be as wide as the screen, Trac's own too.

    A request filter is not asked about a page that another filter answers
    with, as a refusal or the way to sign in: what begins each page is
    wrapped.
    """

    def __init__(self):
        install()


def install():
    """Wrap what begins each page. Once is enough."""
    original = Chrome.prepare_request
    if not hasattr(original, 'learning'):
        Chrome.prepare_request = _with_viewport(original)


def _with_viewport(original):
    @wraps(original)
    def prepare_request(self, req, handler=None):
        chrome = original(self, req, handler)
        if self.env.is_enabled(Viewport):
            add_meta(req, VIEWPORT, name='viewport')
        return chrome
    prepare_request.learning = True
    return prepare_request
