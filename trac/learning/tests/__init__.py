# -*- coding: utf-8 -*-
"""The plugin's tests. What the upgrade says would stand between their dots."""

from learning import schema

schema.printout = lambda *args: None
schema.describe_permissions = lambda env: ''
