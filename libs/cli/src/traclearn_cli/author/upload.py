"""Bringing files to S3: a grant for each, a presigned post, a new grant when one has run out."""

import asyncio
import re
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

import httpx

from traclearn_cli.author import files as folder
from traclearn_cli.author.client import Client, Json
from traclearn_cli.author.files import Found
from traclearn_cli.author.grant import Grant, Wanted, lasts
from traclearn_cli.author.metered_file import Metered
from traclearn_cli.author.outcome import Outcome
from traclearn_cli.author.progress import SENDING, Screen

BATCH = 100
"""Files of one request for grants, the most that the service takes."""
AT_ONCE = 4
ROUNDS = 3
"""Rounds in which no grant of a batch could be used before its files are given up."""


class Uploads:
    """Brings files, a batch after the other. One that cannot be brought holds up no other."""

    def __init__(self, client: Client, screen: Screen, subject: str | None) -> None:
        self._client = client
        self._screen = screen
        self._subject = subject
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._outcomes: list[Outcome] = []

    async def bring(self, files: Sequence[Found]) -> list[Outcome]:
        """Raises Complaint when nothing can be brought any more."""
        for start in range(0, len(files), BATCH):
            described = [await self._described(file) for file in files[start : start + BATCH]]
            await self._batch([wanted for wanted in described if wanted])
        return self._outcomes

    async def _described(self, file: Found) -> Wanted | None:
        try:
            return Wanted(file, await asyncio.to_thread(folder.described, file, self._subject))
        except (OSError, ValueError) as error:
            self._over(_failed(file, "unreadable", str(error)))
            return None

    async def _batch(self, wanted: list[Wanted]) -> None:
        fruitless = 0
        while wanted and fruitless < ROUNDS:
            late = await self._round(wanted)
            fruitless = fruitless + 1 if len(late) == len(wanted) else 0
            wanted = late
        for one in wanted:
            self._over(_failed(one.file, "upload", "No grant lasted until the upload began."))

    async def _round(self, wanted: list[Wanted]) -> list[Wanted]:
        """Those whose grant ran out before its turn came."""
        answer, headers = await self._client.call("POST", "", json={"files": [one.asked for one in wanted]})
        pairs = zip(wanted, answer["grants"], strict=True)
        grants = [grant for one, said in pairs if (grant := self._granted(one, said, headers))]
        late = await asyncio.gather(*(self._upload(grant) for grant in grants))
        return [grant.wanted for grant, was_late in zip(grants, late, strict=True) if was_late]

    def _granted(self, wanted: Wanted, said: Json, headers: httpx.Headers) -> Grant | None:
        outcome = replace(_outcome(wanted.file), document=said["document"], revision=said["revision"])
        if said["state"] == "granted":
            until = time.monotonic() + lasts(said["expires_at"], headers)
            return Grant(wanted, outcome, said["url"], said["fields"], until)
        if said["state"] == "unchanged":
            self._over(replace(outcome, state="unchanged", embedded=0))
        else:
            self._over(replace(outcome, state="refused", reason="refused", detail=said["reason"]))
        return None

    async def _upload(self, grant: Grant) -> bool:
        """Whether it came too late for the grant."""
        async with self._slots:
            if time.monotonic() > grant.until:
                return True
            try:
                answer = await self._posted(grant)
            except OSError as error:
                self._over(_failed(grant.wanted.file, "unreadable", str(error)))
                return False
        message = _message(answer)
        if answer.status_code == 403 and "expired" in message.lower():
            return True
        if answer.is_success:
            self._over(grant.outcome)
        else:
            self._over(_failed(grant.wanted.file, "upload", f"Storage said: {message}"))
        return False

    async def _posted(self, grant: Grant) -> httpx.Response:
        file, type_ = grant.wanted.file, grant.fields.get("Content-Type")
        with ExitStack() as opened:

            def parts() -> dict[str, object]:
                stream = opened.enter_context(
                    Metered(file.path, partial(self._screen.share, SENDING, file.name))
                )
                return {"file": (file.path.name, stream, type_)}

            return await self._client.post_form(grant.url, grant.fields, parts)

    def _over(self, outcome: Outcome) -> None:
        self._screen.share(SENDING, outcome.name, 1)
        self._screen.tell(outcome)
        self._outcomes.append(outcome)


def _outcome(file: Found) -> Outcome:
    return Outcome(path=str(file.path), name=file.name)


def _failed(file: Found, reason: str, detail: str) -> Outcome:
    return replace(_outcome(file), state="failed", reason=reason, detail=detail)


def _message(answer: httpx.Response) -> str:
    """What S3 says in its XML."""
    found = re.search(r"<Message>(.*?)</Message>", answer.text, re.DOTALL)
    return found.group(1) if found else f"HTTP {answer.status_code}"
