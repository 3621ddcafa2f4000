# -*- coding: utf-8 -*-
"""Pages about everything: the course, and what operators look after."""
