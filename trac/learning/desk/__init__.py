# -*- coding: utf-8 -*-
"""The author's desk: answers that need a person, decisions and rulings."""
