# -*- coding: utf-8 -*-
"""What an open page asks while it waits for a grade."""
