# -*- coding: utf-8 -*-
"""What `trac-admin ENV learning` does."""
