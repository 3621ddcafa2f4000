# -*- coding: utf-8 -*-
"""Questions as files: out and in as CSV and YAML without loss, in from Moodle
XML and GIFT.
"""
