# -*- coding: utf-8 -*-
"""When steps that were passed are answered again."""
