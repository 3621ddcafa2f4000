"""Trac's own pages about paths."""

from uuid import UUID

from traclearn_cli.errors import RequestRefused
from traclearn_cli.learner.client import NOT_FOUND
from traclearn_cli.trac_client import SCRIPT, TracClient


class TracPages(TracClient):
    """Trac as one learner, who sees their own paths alone."""

    routes = "/trac/learning/path"

    async def state_of(self, path_id: UUID) -> str | None:
        """None while Trac knows no such path of theirs."""
        answer = await self.ask("GET", f"/{path_id}/state", headers=SCRIPT)
        return None if answer.status_code == NOT_FOUND else str(self.read_answer(answer)["state"])

    async def accept(self, path_id: UUID, steps: list[str]) -> None:
        """Sends the page's form: twice makes the tickets once. Raises RequestRefused and Unavailable."""
        await self.open_page(f"/{path_id}")
        form = {**self.form_token(), "step": steps}
        answer = await self.ask("POST", f"/{path_id}/accept", data=form, headers=SCRIPT)
        if answer.is_error:
            self._raise_refusal(answer)
        if await self.state_of(path_id) != "accepted":
            raise RequestRefused("Trac did not take it: look at the path's page there.")
