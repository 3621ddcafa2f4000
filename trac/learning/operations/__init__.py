# -*- coding: utf-8 -*-
"""What operators look at: who waits, since when and why."""
