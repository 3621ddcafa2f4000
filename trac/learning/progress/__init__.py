# -*- coding: utf-8 -*-
"""How far a learner is with questions, courses and paths, and what is to be
done next.
"""
