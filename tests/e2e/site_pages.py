"""Every page of the site with the people who may open it: the one list that each check of pages walks.

`{ticket}` and its like are filled in with what `site_places` makes.
"""

from dataclasses import dataclass

LEARNER, AUTHOR, OPERATOR = "learner", "author", "operator"
EVERYBODY = (LEARNER, AUTHOR, OPERATOR)
NOTHING = "00000000-0000-4000-8000-000000000000"
RULING = "item=1&label=What+it+records&words=a+snapshot&verdict=yes"
ADMINISTRATOR = "administrator"
"""Who holds TRAC_ADMIN: the second learner while the pages are walked, whom no other visit needs."""


@dataclass(frozen=True)
class SitePage:
    """`name` stands in pictures and test ids; `roles` look at it; `status` is what HTTP says."""

    name: str
    path: str
    roles: tuple[str, ...]
    status: int = 200


LEARNING = (
    SitePage("home", "/trac/learning", EVERYBODY),
    SitePage("courses", "/trac/learning/courses", (LEARNER, AUTHOR)),
    SitePage("course", "/trac/learning/course", (LEARNER, AUTHOR)),
    SitePage("course-by-name", "/trac/learning/course/{course}", (LEARNER, AUTHOR)),
    SitePage("question-new-to-me", "/trac/ticket/{fresh_ticket}", (LEARNER,)),
    SitePage("question-graded", "/trac/ticket/{ticket}", (LEARNER, AUTHOR)),
    SitePage("question-as-learner", "/trac/ticket/{ticket}?as=learner", (AUTHOR,)),
    SitePage("paths", "/trac/learning/paths", (LEARNER,)),
    SitePage("path-asking", "/trac/learning/paths/new", (LEARNER,)),
    SitePage("path", "/trac/learning/path/{path}", (LEARNER,)),
    SitePage("path-accepted", "/trac/learning/path/{accepted_path}", (OPERATOR,)),
    SitePage("path-given-up", "/trac/learning/path/{given_up_path}", (LEARNER,)),
    SitePage("macros", "/trac/wiki/{macro_page}", (LEARNER, AUTHOR)),
    SitePage("reviews", "/trac/learning/reviews", (LEARNER,)),
    SitePage("material", "/trac/learning/material", (LEARNER, AUTHOR)),
    SitePage("material-found", "/trac/learning/material?q=transaction", (LEARNER, AUTHOR)),
    SitePage("document", "/trac/learning/material/{document}", (LEARNER, AUTHOR)),
    SitePage("document-gone", "/trac/learning/material/" + NOTHING, (LEARNER, AUTHOR), 404),
    SitePage("document-removal", "/trac/learning/material/{document}/remove", (AUTHOR,)),
    SitePage("passage", "/trac/learning/passage/{document}/{passage}", (LEARNER,)),
    SitePage("find-source", "/trac/learning/material/find?q=transaction", (AUTHOR,)),
    SitePage("questions", "/trac/learning/questions", (AUTHOR,)),
    SitePage("new-question", "/trac/learning/question/new", (AUTHOR,)),
    SitePage("question-form", "/trac/learning/question/{ticket}", (AUTHOR,)),
    SitePage("drafts", "/trac/learning/questions/drafts", (AUTHOR,)),
    SitePage("questions-as-files", "/trac/learning/questions/import", (AUTHOR,)),
    SitePage("concepts", "/trac/learning/concepts", (AUTHOR,)),
    SitePage("generated", "/trac/learning/questions/generated", (AUTHOR,)),
    SitePage("generated-question", "/trac/learning/questions/generated/{generated_question}", (AUTHOR,)),
    SitePage("gaps", "/trac/learning/gaps", (AUTHOR,)),
    SitePage("waiting", "/trac/learning/material/waiting", (AUTHOR,)),
    SitePage("desk", "/trac/learning/desk", (AUTHOR,)),
    SitePage("desk-ticket", "/trac/learning/desk/{ticket}", (AUTHOR,)),
    SitePage("ruling", "/trac/learning/desk/{ticket}/ruling?" + RULING, (AUTHOR,)),
    SitePage("rulings", "/trac/learning/rulings", (AUTHOR,)),
    SitePage("grades", "/trac/learning/grades", (AUTHOR,)),
    SitePage("grade", "/trac/learning/grades/{grade}", (AUTHOR,)),
    SitePage("spending", "/trac/learning/spending", (AUTHOR, OPERATOR)),
    SitePage("operate", "/trac/learning/operate", (OPERATOR,)),
)
TRAC = (
    SitePage("wiki", "/trac/wiki", (LEARNER,)),
    SitePage("wiki-edit", "/trac/wiki/SandBox?action=edit", (AUTHOR,)),
    SitePage("wiki-history", "/trac/wiki/WikiStart?action=history", (AUTHOR,)),
    SitePage("wiki-difference", "/trac/wiki/{changed_page}?action=diff&version=2", (LEARNER,)),
    SitePage("wiki-index", "/trac/wiki/TitleIndex", (LEARNER,)),
    SitePage("wiki-changes", "/trac/wiki/RecentChanges", (LEARNER,)),
    SitePage("wiki-contents", "/trac/wiki/TracGuide", (LEARNER,)),
    SitePage("wiki-colours", "/trac/wiki/WikiFormatting", (LEARNER,)),
    SitePage("wiki-source", "/trac/wiki/WikiProcessors", (LEARNER,)),
    SitePage("plain-ticket", "/trac/ticket/{plain_ticket}", (LEARNER, AUTHOR)),
    SitePage("new-ticket", "/trac/newticket", (AUTHOR,)),
    SitePage("query", "/trac/query?status=!closed", (LEARNER, AUTHOR)),
    SitePage("reports", "/trac/report", (LEARNER,)),
    SitePage("report", "/trac/report/1", (LEARNER,)),
    SitePage("timeline", "/trac/timeline", (LEARNER,)),
    SitePage("roadmap", "/trac/roadmap", (LEARNER,)),
    SitePage("milestone", "/trac/milestone/milestone1", (LEARNER,)),
    SitePage("search", "/trac/search?q=commit&noquickjump=1", (LEARNER,)),
    SitePage("preferences", "/trac/prefs", (LEARNER,)),
    SitePage("preferences-language", "/trac/prefs/localization", (LEARNER,)),
    SitePage("preferences-mail", "/trac/prefs/notification", (LEARNER,)),
    SitePage("preferences-looks", "/trac/prefs/userinterface", (LEARNER,)),
    SitePage("admin-permissions", "/trac/admin/general/perm", (ADMINISTRATOR,)),
    SitePage("admin-plugins", "/trac/admin/general/plugin", (ADMINISTRATOR,)),
    SitePage("admin-components", "/trac/admin/ticket/components", (ADMINISTRATOR,)),
    SitePage("about", "/trac/about", (LEARNER,)),
    SitePage("sign-out", "/trac/logout", (LEARNER,)),
    SitePage("not-found", "/trac/wiki/No/Such/Page", (LEARNER,), 404),
    SitePage("no-such-address", "/trac/nothing-here", (LEARNER,), 404),
    SitePage("forbidden", "/trac/learning/operate", (LEARNER,), 403),
)
PAGES = LEARNING + TRAC
VISITS = [(page, role) for page in PAGES for role in page.roles]
"""Each page as each of its people sees it."""


def visit_id(visit):
    """`home-learner`: the id of a parametrized test."""
    page, role = visit
    return f"{page.name}-{role}"
