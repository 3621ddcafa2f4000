# -*- coding: utf-8 -*-
"""What a course is called, what its author set, and how its questions fare."""
