# -*- coding: utf-8 -*-
"""Colours and type of every page, Trac's own too, light and dark."""

from functools import wraps

from trac.config import BoolOption
from trac.web.chrome import Chrome, add_stylesheet

from learning.participant import Participant

#: Colours and measures: pages of the plugin need them without the theme, too.
BASE = 'learning/css/base.css'
THEME = 'learning/css/theme.css'


class Theme(Participant):
    """Gives Trac's pages and the plugin's the same look.

    The theme answers Trac's style sheets, so it stands behind them, and
    before those of pages that know better. Pages add theirs until they are
    rendered: what renders each is wrapped.
    """

    theme = BoolOption('learning', 'theme', True,
        """Whether Trac's own pages get the plugin's colours and type, light
        or dark as the reader's system is. Without it they stay as Trac draws
        them, and the plugin's pages are light.""")

    def __init__(self):
        install()

    # Public API

    def add_styles(self, req):
        """Put ours among the style sheets of this page."""
        add_stylesheet(req, BASE)
        if self.theme:
            add_stylesheet(req, THEME)
        ours = req.href.chrome('learning') + '/'
        first = tuple(req.href.chrome(name) for name in (BASE, THEME))
        req.chrome['links']['stylesheet'].sort(key=lambda link: (
            link['href'].startswith(ours),
            not link['href'].startswith(first)))


def install():
    """Wrap what renders each page. Once is enough."""
    original = Chrome.render_template
    if not hasattr(original, 'learning'):
        Chrome.render_template = _styled(original)


def _styled(original):
    @wraps(original)
    def render_template(self, req, *args, **kwargs):
        if self.env.is_enabled(Theme):
            Theme(self.env).add_styles(req)
        return original(self, req, *args, **kwargs)
    render_template.learning = True
    return render_template
