# -*- coding: utf-8 -*-
"""Learners' answers, from the text box to what a page shows of a grade."""
