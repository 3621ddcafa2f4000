# -*- coding: utf-8 -*-
"""The author's form for a question, from the first word to the release."""
