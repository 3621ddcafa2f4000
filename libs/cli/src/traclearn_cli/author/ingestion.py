"""`traclearn content add` from the first upload to the last outcome."""

from collections import Counter
from collections.abc import Sequence

from traclearn_cli.author.client import ContentClient
from traclearn_cli.author.document_watch import DocumentWatch
from traclearn_cli.author.files import LocalFile
from traclearn_cli.author.outcome import FINAL_STATES, SUCCESSFUL_STATES
from traclearn_cli.author.progress import UploadProgress
from traclearn_cli.author.upload import Uploads
from traclearn_cli.output import print_line, print_note


async def add_files(
    client: ContentClient,
    files: Sequence[LocalFile],
    subject: str | None,
    timeout_s: float | None,
    as_json: bool,
) -> bool:
    """Whether all came to a good end. `timeout_s` as for DocumentWatch; None: not waited. Raises CliError."""
    waits = timeout_s is not None
    with UploadProgress(len(files), waits=waits, as_json=as_json) as progress:
        outcomes = await Uploads(client, progress, subject).upload_files(files)
        if timeout_s is not None:
            outcomes = await DocumentWatch(client, progress, outcomes).wait_until_final(timeout_s)
    unfinished = sum(outcome.state not in FINAL_STATES for outcome in outcomes) if waits else 0
    if unfinished:
        print_note(
            f"{unfinished} are still on their way and go on without this command: traclearn content list"
        )
    if not as_json:
        counts = Counter(outcome.state for outcome in outcomes)
        print_line(", ".join(f"{count} {state}" for state, count in counts.items()))
    successful = SUCCESSFUL_STATES if waits else SUCCESSFUL_STATES | {"uploaded"}
    return all(outcome.state in successful for outcome in outcomes)
