# -*- coding: utf-8 -*-
"""Who is who: accounts, names that nobody may imitate, hidden addresses."""
