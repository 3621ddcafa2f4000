# -*- coding: utf-8 -*-
"""TracLearn's plugin: sign-in, questions on tickets, answers and grades."""

__version__ = '0.1.0'
