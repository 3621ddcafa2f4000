# -*- coding: utf-8 -*-
"""Pages about everything: home, courses, what models cost, and the way
between them."""
