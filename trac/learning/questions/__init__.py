# -*- coding: utf-8 -*-
"""Questions on tickets: their table and rules, and who may see them."""
