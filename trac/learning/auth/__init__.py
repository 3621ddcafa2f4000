# -*- coding: utf-8 -*-
"""Signing in with Cognito.

`authenticator.identity(req)` is all that the rest of the plugin needs.
"""
