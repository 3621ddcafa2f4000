# -*- coding: utf-8 -*-
"""What a ticket shows of its question, and to whom a ticket is shown."""
