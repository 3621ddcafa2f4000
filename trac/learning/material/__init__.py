# -*- coding: utf-8 -*-
"""What teaches: files that authors upload and wiki pages that they mark."""
