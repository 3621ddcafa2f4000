"""HTTP to the routes of learners: paths and progress."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from traclearn_cli.api import ApiClient
from traclearn_cli.output import Fields

if TYPE_CHECKING:
    from traclearn_cli.learner.trac_pages import TracPages

NOT_FOUND = 404
PATHS = "/learning-paths"


class PathClient(ApiClient):
    """The API as one learner, who sees their own paths and progress alone."""

    def trac_pages(self) -> "TracPages":
        """Trac's pages, for the same learner."""
        from traclearn_cli.learner.trac_pages import TracPages

        return TracPages(str(self._http.base_url), self._signed_in)

    async def request_path(self, path_id: UUID, wish: Fields) -> None:
        """Asks for a path. The id is the event's: sent again with the same, it is the same path."""
        said = {"event_id": str(path_id), "occurred_at": datetime.now(UTC).isoformat()}
        await self.call("POST", f"{PATHS}/generate", json=said | wish)

    async def find(self, path_id: UUID) -> Fields | None:
        """The path as it is now; None while nothing is known of it, and for another learner's."""
        answer = await self.ask("GET", f"{PATHS}/{path_id}")
        return None if answer.status_code == NOT_FOUND else self.read_answer(answer)

    async def list_paths(self) -> list[Fields]:
        """The newest first."""
        paths: list[Fields] = (await self.get(PATHS))["paths"]
        return paths

    async def list_reviews(self) -> list[Fields]:
        """Progress on each ticket that is to be answered again, the first due first."""
        tickets: list[Fields] = (await self.get("/progress"))["progress"]
        return sorted((one for one in tickets if one["review_due_at"]), key=lambda one: one["review_due_at"])
