# -*- coding: utf-8 -*-
"""What every request and answer passes: limits, forms, headers, errors."""
