# -*- coding: utf-8 -*-
"""What each page about paths has."""

from trac.web.chrome import add_stylesheet

from learning.pages.navigation import add_layout


def add_path_layout(req, active='paths'):
    """Styles and navigation."""
    add_layout(req, active)
    add_stylesheet(req, 'learning/css/paths.css')
