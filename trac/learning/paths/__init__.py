# -*- coding: utf-8 -*-
"""Paths of tickets that teach what a learner asks for."""
