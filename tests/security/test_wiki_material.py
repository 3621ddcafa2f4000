"""What a learner writes into the wiki is nobody's learning material."""

import re
from uuid import uuid4

import pytest
from traclearn_local.clients.browser_session import BrowserSession

pytestmark = [pytest.mark.stack, pytest.mark.usefixtures("permissive_trac")]

TOLD = "SELECT count(*) FROM public.learning_page WHERE page = %s AND digest <> ''"
MATERIAL = "SELECT count(*) FROM public.learning_material WHERE name = %s AND phase = 'ready'"


@pytest.fixture
def save(stack):
    """`save(who, page, text)` writes a wiki page through Trac's own form."""
    opened = []

    def write(who, page, text):
        visitor = BrowserSession(stack.env, stack.env[f"DEMO_{who}"])
        opened.append(visitor)
        version = stack.sql("SELECT coalesce(max(version), 0) AS n FROM public.wiki WHERE name = %s", page)[
            0
        ]["n"]
        reply = visitor.http.post(
            f"/trac/wiki/{page}",
            data={
                "__FORM_TOKEN": visitor.http.cookies["trac_form_token"],
                "action": "edit",
                "version": version,
                "text": text,
                "comment": "",
                "save": "Submit changes",
            },
        )
        assert reply.is_redirect, (reply.status_code, reply.text[:500])

    yield write
    for visitor in opened:
        visitor.http.close()


def test_a_learners_page_below_a_marked_prefix_is_not_taught(stack, save):
    """`Course/` is material of the demo course, also for pages that come later."""
    name = uuid4().hex[:8]
    save("LEARNER", f"Course/Flat{name}", "= Flat earth =\nThe earth is flat.")
    save("AUTHOR", f"Course/Round{name}", "= Round earth =\nThe earth is round.")
    stack.until(MATERIAL, 1, f"Course/Round{name}")
    stack.until(TOLD, 0, f"Course/Flat{name}", seconds=1)
    with stack.neo4j() as session:
        found = session.run(
            "MATCH (c:Chunk) WHERE c.content CONTAINS $text RETURN count(c) AS n", text="The earth is flat."
        )
        assert found.single()["n"] == 0


def test_a_learners_edit_waits_for_an_author(stack, save):
    page = f"Course/Edit{uuid4().hex[:8]}"
    save("AUTHOR", page, "= Tides =\nThe moon raises the tides.")
    stack.until(MATERIAL, 1, page)
    save("LEARNER", page, "= Tides =\nFish raise the tides.")
    revision = "SELECT version FROM public.learning_page WHERE page = %s"
    stack.until(revision, 1, page)
    save("AUTHOR", page, "= Tides =\nThe moon and the sun raise the tides.")
    stack.until(revision, 3, page)


def test_an_authors_yes_teaches_a_learners_edit(stack, save, learner, author):
    page, waiting = f"Course/Yes{uuid4().hex[:8]}", "/trac/learning/material/waiting"
    save("AUTHOR", page, "= Tides =\nThe moon raises the tides.")
    save("LEARNER", page, "= Tides =\nThe moon and the sun raise the tides.")
    shown = author.http.get(waiting).text
    form = next(part for part in shown.split("<form")[1:] if f'value="{page}"' in part)
    fields = dict(re.findall(r'name="(name|version|saved)" value="([^"]*)"', form))
    fields |= {"teach": "1", "__FORM_TOKEN": author.http.cookies["trac_form_token"]}
    assert learner.http.get(waiting).status_code == 403
    assert author.http.post(waiting, data=fields).status_code == 303
    stack.until("SELECT version FROM public.learning_page WHERE page = %s", 2, page)
