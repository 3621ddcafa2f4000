# -*- coding: utf-8 -*-
"""Imports every module with Trac components: Trac's one way into the plugin.

Enable all of it in trac.ini with `[components] learning.* = enabled`, and
what is in one package with, say, `learning.rendering.* = enabled`.
"""

from learning import schema  # noqa: F401
from learning.admin import commands, seed  # noqa: F401
from learning.answers import answer, limits, state  # noqa: F401
from learning.auth import cognito, cookies, guard, sign_in  # noqa: F401
from learning.gateway import client, machine_token  # noqa: F401
from learning.material import (concepts, document_page,  # noqa: F401
                               grant, listing, marking, removal, upload,
                               waiting_page, wiki)
from learning.pages import course, operate  # noqa: F401
from learning.permissions import groups, policy  # noqa: F401
from learning.questions import question_page  # noqa: F401
from learning.rendering import guard as rendering_guard  # noqa: F401
from learning.rendering import validation, wiki_html  # noqa: F401
from learning.sync import feed, loop  # noqa: F401
from learning.tickets import (cleanup, hiding, panel,  # noqa: F401
                              question_lock)
from learning.users import (addresses, author_names, name_guard,  # noqa: F401
                            names)
from learning.web import (chrome, client_errors, forgery,  # noqa: F401
                          headers, request_limits)
