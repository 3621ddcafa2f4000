"""Bringing files to S3: a grant for each, a presigned post, a new grant when one has run out."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import httpx
from traclearn_contracts.content import MAX_FILES_PER_REQUEST

from traclearn_cli.author.client import ContentClient
from traclearn_cli.author.files import LocalFile, describe_file
from traclearn_cli.author.grant import GrantRequest, UploadGrant, usable_seconds
from traclearn_cli.author.outcome import Outcome
from traclearn_cli.author.progress import SENDING, UploadProgress
from traclearn_cli.author.storage import is_expired, post_file, storage_message
from traclearn_cli.output import Fields

BATCH_SIZE = MAX_FILES_PER_REQUEST
MAX_PARALLEL_UPLOADS = 4
MAX_FRUITLESS_ROUNDS = 3
"""Rounds in which no grant of a batch could be used before its files are given up."""


class Uploads:
    """Brings files, a batch after the other. One that cannot be brought holds up no other."""

    def __init__(self, client: ContentClient, progress: UploadProgress, subject: str | None) -> None:
        self._client = client
        self._progress = progress
        self._subject = subject
        self._slots = asyncio.Semaphore(MAX_PARALLEL_UPLOADS)
        self._outcomes: list[Outcome] = []

    async def upload_files(self, files: Sequence[LocalFile]) -> list[Outcome]:
        """Raises CliError when nothing can be brought any more."""
        for start in range(0, len(files), BATCH_SIZE):
            described = [await self._describe(file) for file in files[start : start + BATCH_SIZE]]
            await self._upload_batch([request for request in described if request])
        return self._outcomes

    async def _describe(self, file: LocalFile) -> GrantRequest | None:
        try:
            return GrantRequest(file, await asyncio.to_thread(describe_file, file, self._subject))
        except (OSError, ValueError) as error:
            self._finish(Outcome.failed(file, "unreadable", str(error)))
            return None

    async def _upload_batch(self, requests: list[GrantRequest]) -> None:
        fruitless = 0
        while requests and fruitless < MAX_FRUITLESS_ROUNDS:
            expired = await self._upload_round(requests)
            fruitless = fruitless + 1 if len(expired) == len(requests) else 0
            requests = expired
        for request in requests:
            self._finish(Outcome.failed(request.file, "upload", "No grant lasted until the upload began."))

    async def _upload_round(self, requests: list[GrantRequest]) -> list[GrantRequest]:
        """Those whose grant ran out before its turn came."""
        asked = {"files": [request.fields for request in requests]}
        answer, headers = await self._client.call("POST", "", json=asked)
        pairs = zip(requests, answer["grants"], strict=True)
        grants = [grant for request, said in pairs if (grant := self._grant(request, said, headers))]
        expired = await asyncio.gather(*(self._upload(grant) for grant in grants))
        return [grant.request for grant, has_expired in zip(grants, expired, strict=True) if has_expired]

    def _grant(self, request: GrantRequest, said: Fields, headers: httpx.Headers) -> UploadGrant | None:
        """None for a file of which all is said already."""
        outcome = replace(Outcome.of(request.file), document=said["document"], revision=said["revision"])
        if said["state"] == "granted":
            expires = time.monotonic() + usable_seconds(said["expires_at"], headers)
            return UploadGrant(request, outcome, said["url"], said["fields"], expires)
        if said["state"] == "unchanged":
            self._finish(replace(outcome, state="unchanged", embedded=0))
        else:
            self._finish(replace(outcome, state="refused", reason="refused", detail=said["reason"]))
        return None

    async def _upload(self, grant: UploadGrant) -> bool:
        """Whether it came too late for the grant."""
        report = partial(self._progress.update, SENDING, grant.request.file.name)
        async with self._slots:
            if time.monotonic() > grant.expires:
                return True
            try:
                answer = await post_file(self._client, grant, report)
            except OSError as error:
                self._finish(Outcome.failed(grant.request.file, "unreadable", str(error)))
                return False
        if is_expired(answer):
            return True
        if answer.is_success:
            self._finish(grant.outcome)
        else:
            self._finish(
                Outcome.failed(grant.request.file, "upload", f"Storage said: {storage_message(answer)}")
            )
        return False

    def _finish(self, outcome: Outcome) -> None:
        self._progress.update(SENDING, outcome.name, 1)
        self._progress.report(outcome)
        self._outcomes.append(outcome)
