"""What breaks a page's content security policy, in the browser's words."""

import re

VIOLATION = re.compile(r"Content.Security.Policy|Referrer.Policy|sandboxed", re.I)


def note_violations(page):
    """What breaks a policy there from now on: as an error of a script, too."""
    said = []

    def note(words):
        if VIOLATION.search(words):
            said.append(f"{page.url}: {words}")

    page.context.on("console", lambda message: note(message.text))
    page.context.on("weberror", lambda error: note(str(error.error)))
    return said
