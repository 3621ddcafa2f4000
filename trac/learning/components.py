# -*- coding: utf-8 -*-
"""Imports every module with Trac components: Trac's one way into the plugin.

Enable all of it in trac.ini with `[components] learning.* = enabled`.

The order is the one in which Trac asks components, so what protects comes
first.
"""

# Who somebody is, what they may see and change, and how much they may send.
from learning.users import addresses, author_names  # noqa: F401
from learning.tickets import (hiding, list_fields,  # noqa: F401
                              question_lock, workflow)
from learning.users import mapping, name_guard, names  # noqa: F401
from learning.permissions import groups, policy  # noqa: F401
from learning.web import request_limits  # noqa: F401
from learning import schema  # noqa: F401
# What others may make a page or a browser do.
from learning.web import client_errors, headers, refusals  # noqa: F401
from learning.rendering import structure, wiki_html  # noqa: F401
from learning.auth import cognito, cookies, guard, sign_in  # noqa: F401
from learning.web import forgery  # noqa: F401
# How long texts may take to show.
from learning.rendering import guard as rendering_guard  # noqa: F401
from learning.rendering import validation  # noqa: F401
# Questions, answers and grades.
from learning.admin import commands, seed  # noqa: F401
from learning.answers import answer, appeal_form, grant_form  # noqa: F401
from learning.answers import answer_rate, grade_notices  # noqa: F401
from learning.web import (chrome, jquery_ui, reader_zone,  # noqa: F401
                          static_files, templates, theme)
from learning.tickets import cleanup, learning_ticket  # noqa: F401
from learning.pages import (course, courses, database_notice,  # noqa: F401
                            home, spending)
from learning.operations import page as operate_page  # noqa: F401
from learning.editor import drafts_page, preview, question_page  # noqa: F401
from learning.generated_questions import dispute_form  # noqa: F401
from learning.generated_questions import form as generated_form  # noqa: F401
from learning.generated_questions import listing as generated_list  # noqa: F401
from learning.exchange import pages as exchange_pages  # noqa: F401
from learning.questions import listing as question_list  # noqa: F401
from learning.sync import feed, loop  # noqa: F401
from learning.gateway import client, machine_token  # noqa: F401
# What authors decide about grades.
from learning.desk import (queue_page, ruling_page,  # noqa: F401
                           rulings_page, ticket_page)
from learning.grades import page as grades_page  # noqa: F401
from learning.grades import story_page  # noqa: F401
# What teaches.
from learning.concepts import gaps  # noqa: F401
from learning.concepts import page as concepts_page  # noqa: F401
from learning.library import passage_page, search_source  # noqa: F401
from learning.material import (document_page, grant, listing,  # noqa: F401
                               order_form, removal, source_finder, upload)
from learning.wiki_material import (marking, waiting_page,  # noqa: F401
                                    wiki)
# Paths through it.
from learning.paths import (acceptance_form, change_forms,  # noqa: F401
                            graph_macro, macros, notices, page, request_form,
                            step_forms)
from learning.paths import listing as path_listing  # noqa: F401
from learning.questions import due_notices  # noqa: F401
from learning.reviews import notices as review_notices  # noqa: F401
from learning.reviews import page as review_page  # noqa: F401
# What a ticket's page shows.
from learning.tickets import (head, learner_view, mail,  # noqa: F401
                              panel, timeline)
from learning.answers import (explanation_form, hint_form,  # noqa: F401
                              state)
