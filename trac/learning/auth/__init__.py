# -*- coding: utf-8 -*-
"""Signing in with Cognito.

`guard.identity(req)` is all that the rest of the plugin needs.
"""
