"""What the bus had since a moment, once more: inboxes know what they have done, and do the rest."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError
from traclearn_contracts import topology

from traclearn_deploy.errors import DeployError

MARGIN = timedelta(minutes=5)
"""Before the moment: what was on its way then."""
PAUSE_S = 15.0
TRIES = 480
"""Two hours."""
COUNTS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")


def replay_archive(events: Any, bus: str, since: datetime) -> None:
    """The archive has the bus's name. Every rule of the bus gets the events. Raises DeployError where the
    replay fails; begun once for a moment, it is not begun again."""
    archive = events.describe_archive(ArchiveName=bus)
    name = f"{bus}-{since:%Y%m%d-%H%M%S}"
    try:
        events.start_replay(
            ReplayName=name,
            EventSourceArn=archive["ArchiveArn"],
            EventStartTime=since - MARGIN,
            EventEndTime=datetime.now(UTC),
            Destination={"Arn": archive["EventSourceArn"]},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceAlreadyExistsException":
            raise DeployError(f"The archive {bus} is not replayed: {error}") from error
    for _ in range(TRIES):
        replay = events.describe_replay(ReplayName=name)
        if replay["State"] == "COMPLETED":
            return
        if replay["State"] in {"FAILED", "CANCELLED"}:
            raise DeployError(f"Replay {name} {replay['State'].lower()}: {replay.get('StateReason', '')}")
        time.sleep(PAUSE_S)
    raise DeployError(f"Replay {name} still runs.")


def wait_for_queues(sqs: Any) -> None:
    """Until every worker's queue was empty for a minute: between two steps of an answer nothing waits in
    any."""
    urls = [sqs.get_queue_url(QueueName=queue.queue_name)["QueueUrl"] for queue in topology.read().queues]
    quiet = 0
    for _ in range(TRIES):
        quiet = quiet + 1 if all(_empty(sqs, url) for url in urls) else 0
        if quiet * PAUSE_S >= 60:
            return
        time.sleep(PAUSE_S)
    raise DeployError("The queues do not become empty: traclearn dlq show, and the dashboard.")


def _empty(sqs: Any, url: str) -> bool:
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(COUNTS))["Attributes"]
    return not any(int(found[name]) for name in COUNTS)
