# -*- coding: utf-8 -*-
"""Events on their way out of Trac, and the feed's changes on their way in."""
