# -*- coding: utf-8 -*-
"""The way out of Trac: HTTP to the front door, and to nothing else."""
