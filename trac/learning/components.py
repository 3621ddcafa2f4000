# -*- coding: utf-8 -*-
"""Imports every module with Trac components: Trac's one way into the plugin.

Enable all of it in trac.ini with `[components] learning.* = enabled`.
"""

from learning import schema  # noqa: F401
