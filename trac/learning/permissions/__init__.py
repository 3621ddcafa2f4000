# -*- coding: utf-8 -*-
"""Who may do what: groups from tokens, the policy, the audit."""
