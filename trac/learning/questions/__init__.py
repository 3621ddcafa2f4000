# -*- coding: utf-8 -*-
"""Questions on tickets: their table, their form, and who may see them."""
