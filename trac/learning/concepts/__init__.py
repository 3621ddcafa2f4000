# -*- coding: utf-8 -*-
"""What the material teaches, and what needs what."""
