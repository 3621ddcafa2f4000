# -*- coding: utf-8 -*-
"""The material as learners read and search it."""
