# -*- coding: utf-8 -*-
"""Documents that teach: files come in, are listed, and go."""
