# -*- coding: utf-8 -*-
"""What the ticket page shows of a question, its answers and their grades."""
