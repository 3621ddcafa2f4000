"""Trac's pages for questions as files."""

from traclearn_cli.output import Fields
from traclearn_cli.trac_client import TracClient

JSON = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}


class QuestionPages(TracClient):
    """Trac as one author."""

    routes = "/trac/learning/questions"
    needs = "This takes an account of the group authors."

    async def export(self, format_: str, course: str | None) -> bytes:
        """The file. Raises RequestRefused and Unavailable."""
        wanted = {"format": format_} | ({"course": course} if course else {})
        return (await self.open_page("/export", **wanted)).content

    async def import_file(self, name: str, content: bytes, options: dict[str, str]) -> list[Fields]:
        """What became of each question of the file. Raises RequestRefused, also for a file that is none, and
        Unavailable."""
        await self.open_page("/import")
        answer = await self.ask(
            "POST",
            "/import",
            data={**self.form_token(), **options},
            files={"file": (name, content)},
            headers=JSON,
        )
        outcomes: list[Fields] = self.read_answer(answer)["outcomes"]
        return outcomes
