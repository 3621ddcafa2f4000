"""What the addresses of `site_pages` lead to, made once for all visits."""

import re
import time
from contextlib import contextmanager
from uuid import uuid4

from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.clients.path_pages import PathPages, address

ARRIVED_S = 60
KNOWS = "A commit keeps a snapshot of all the files, as they were when I made it."
LONG = "\n".join([KNOWS, *(f"Line {line} says no more of it." for line in range(40))])
"""An answer that is longer than any room made for one."""
ANSWERS = ("I do not know.", LONG)


@contextmanager
def made(stack):
    """A graded question, a fresh one, a plain ticket, paths, a passage."""
    course = f"Pages-{uuid4().hex[:8]}"
    (graded,), (fresh,) = (stack.ask(f"{name} {course}", course=course) for name in ("Every page", "Fresh"))
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as learner:
        for text in ANSWERS:
            learner.answer(graded, text)
            learner.wait(graded)
        path, given_up = (propose(PathPages(learner)) for _ in range(2))
        give_up(learner, given_up)
    with BrowserSession(stack.env, stack.env["DEMO_OPERATOR"]) as operator:
        accepted = propose(PathPages(operator))
        assert PathPages(operator).accept(accepted).status_code == 303
    (document,) = stack.sql(
        "SELECT document, live_revision FROM public.learning_material WHERE origin = 'upload' "
        "AND live_revision IS NOT NULL ORDER BY name LIMIT 1"
    )
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as author:
        generated = a_generated_question(author)
        changed = write_page(author, "A first word.", f"A second word, {'longwords' * 20}.")
        macros = write_page(author, "[[LearningPath]]\n[[LearningProgress]]\n[[KnowledgeGraph]]")
        chunks = author.api("GET", f"/content/{document['document']}").raise_for_status().json()["chunks"]
        token = author.hidden_fields(author.http.get("/trac/newticket").text, "/newticket")
        plain = author.http.post(
            "/trac/newticket",
            data={
                **token,
                "field_summary": "A plain ticket of " + "longwords" * 20,
                "field_description": "No question.",
                "submit": "1",
            },
        )
    (grade,) = stack.sql(
        "SELECT grade_id FROM public.learning_attempt WHERE ticket = %s AND attempt = 2", graded
    )
    yield {
        "course": course,
        "ticket": graded,
        "fresh_ticket": fresh,
        "plain_ticket": int(re.search(r"/ticket/(\d+)", plain.headers["location"])[1]),
        "path": path,
        "accepted_path": accepted,
        "given_up_path": given_up,
        "generated_question": generated,
        "changed_page": changed,
        "macro_page": macros,
        "document": document["document"],
        "passage": chunks[0]["id"],
        "grade": grade["grade_id"],
    }
    with BrowserSession(stack.env, stack.env["DEMO_OPERATOR"]) as operator:
        give_up(operator, accepted)


def give_up(visitor, path):
    token = {"__FORM_TOKEN": visitor.http.cookies["trac_form_token"]}
    assert visitor.http.post(f"{address(path)}/give_up", data=token).status_code == 303


def write_page(author, *texts):
    """The name of a wiki page with a version for each text."""
    page = f"SandBox/{uuid4().hex[:8]}"
    token = {"__FORM_TOKEN": author.http.cookies["trac_form_token"]}
    for version, text in enumerate(texts):
        form = {"action": "edit", "save": "1", "version": version, "text": text, "comment": "", **token}
        assert author.http.post(f"/trac/wiki/{page}", data=form).status_code == 303
    return page


def propose(pages):
    """The id of a path that is ready to be accepted."""
    path = pages.ask("transactions", minutes=60).headers["location"].rpartition("/")[2]
    assert pages.wait(path)["state"] == "proposed"
    return path


def a_generated_question(author):
    """The id of one, once those of the paths have come to authors."""
    deadline = time.monotonic() + ARRIVED_S
    while True:
        found = author.api("GET", "/generated-questions").raise_for_status().json()["questions"]
        if found:
            return found[0]["question_id"]
        assert time.monotonic() < deadline, "no question has come to authors"
        time.sleep(1)
