# -*- coding: utf-8 -*-
"""Grades as authors look them up: the gradebook, and the story of each."""
