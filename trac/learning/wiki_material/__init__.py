# -*- coding: utf-8 -*-
"""Wiki pages that teach, and whose words on them count."""
