"""Leave to post one file to S3, while it lasts."""

import math
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from traclearn_cli.author.files import LocalFile
from traclearn_cli.author.outcome import Outcome
from traclearn_cli.output import Fields

MARGIN_S = 5.0
"""Before its end from which on a grant is not used any more."""


@dataclass(frozen=True, slots=True)
class GrantRequest:
    """A file and what the request for its grant says of it."""

    file: LocalFile
    fields: Fields


@dataclass(frozen=True, slots=True)
class UploadGrant:
    """Where to post a file, until when by `time.monotonic`."""

    request: GrantRequest
    outcome: Outcome
    url: str
    fields: dict[str, str]
    expires: float


def usable_seconds(expires_at: str, headers: httpx.Headers) -> float:
    """For which a grant may be used, by the service's clock alone; where that says nothing, S3 will."""
    end = datetime.fromisoformat(expires_at)
    seconds = (end - parsedate_to_datetime(headers["date"])).total_seconds() if "date" in headers else 0
    return seconds - MARGIN_S if seconds > 0 else math.inf
