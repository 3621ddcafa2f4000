# -*- coding: utf-8 -*-
"""What each page about paths has."""

from trac.web.chrome import add_stylesheet

from learning.pages.navigation import add_layout


def add_path_layout(req):
    """Styles and navigation."""
    add_layout(req, 'paths')
    add_stylesheet(req, 'learning/css/paths.css')
