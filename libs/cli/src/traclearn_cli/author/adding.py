"""`traclearn content add` from beginning to end."""

from collections import Counter
from collections.abc import Sequence

from traclearn_cli.author.client import Client
from traclearn_cli.author.files import Found
from traclearn_cli.author.outcome import GOOD, OVER
from traclearn_cli.author.progress import Screen
from traclearn_cli.author.upload import Uploads
from traclearn_cli.author.watch import Watch


async def add_files(
    client: Client, files: Sequence[Found], subject: str | None, patience: float | None, as_json: bool
) -> bool:
    """Whether all came to a good end. `patience` as for Watch; None waits for nothing. Raises Complaint."""
    waits = patience is not None
    with Screen(len(files), waits=waits, as_json=as_json) as screen:
        outcomes = await Uploads(client, screen, subject).bring(files)
        if patience is not None:
            outcomes = await Watch(client, screen, outcomes).settled(patience)
    open_ = sum(outcome.state not in OVER for outcome in outcomes) if waits else 0
    if open_:
        screen.note(f"{open_} are still on their way and go on without this command: traclearn content list")
    if not as_json:
        counts = Counter(outcome.state for outcome in outcomes)
        print(", ".join(f"{count} {state}" for state, count in counts.items()))
    good = {"uploaded", *GOOD} if not waits else GOOD
    return all(outcome.state in good for outcome in outcomes)
