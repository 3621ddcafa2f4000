"""Trac's own forms, sent as a browser would: with what is hidden in them."""

import re
from typing import Any

import httpx
from traclearn_local.clients.browser_session import BrowserSession


def token(visitor: BrowserSession) -> str:
    """The form token that Trac gave this browser."""
    return str(visitor.http.cookies["trac_form_token"])


def change(visitor: BrowserSession, ticket: int, **fields: Any) -> httpx.Response:
    """Submits the ticket's form, with these fields whether or not the page shows them."""
    page = visitor.http.get(f"/trac/ticket/{ticket}").raise_for_status().text
    seen = re.search(r'name="view_time"\s+value="(\d+)"', page)
    assert seen, "the page has no form"
    form = {"action": "leave", "comment": "", "submit": "Submit changes"} | fields
    form |= {"__FORM_TOKEN": token(visitor), "view_time": seen[1], "start_time": seen[1]}
    return visitor.http.post(f"/trac/ticket/{ticket}", data=form)


def attach(visitor: BrowserSession, ticket: int, name: str, content: str, **fields: str) -> httpx.Response:
    form = {"__FORM_TOKEN": token(visitor), "action": "new", "realm": "ticket", "id": str(ticket)} | fields
    return visitor.http.post(
        f"/trac/attachment/ticket/{ticket}/", data=form, files={"attachment": (name, content)}
    )
