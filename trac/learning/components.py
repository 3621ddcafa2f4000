# -*- coding: utf-8 -*-
"""Imports every module with Trac components: Trac's one way into the plugin.

Enable all of it in trac.ini with `[components] learning.* = enabled`.
"""

from learning import (admin, answer, chrome, cleanup, course,  # noqa: F401
                      feed, gateway, machine, operate, permission, policy,
                      question_page, schema, seed, sync)
from learning import hiding  # noqa: F401
from learning.auth import (authenticator, cognito, cookies,  # noqa: F401
                           guard, sign_in)
from learning.panel import ticket  # noqa: F401
from learning.state import api  # noqa: F401
