"""`traclearn dlq`: what failed, why, whom it touches, and trying it again."""

from typing import Annotated

import typer

from traclearn_cli.errors import CliError
from traclearn_cli.operator.dead_letter import DeadLetter
from traclearn_cli.operator.queues import open_queues
from traclearn_cli.output import AsJson, print_line, print_result, styled_state

HELP = """
What failed, why, whom it touches; and trying it again.

\b
  traclearn dlq list
  traclearn dlq show grader
  traclearn dlq replay grader --ticket 42 --dry-run
  traclearn dlq replay grader

This takes AWS credentials, or AWS_ENDPOINT_URL of a local stack.
"""

app = typer.Typer(no_args_is_help=True, help=HELP)

Queue = Annotated[str, typer.Argument(help="The queue that the messages failed in, e.g. grader.")]
Ticket = Annotated[int | None, typer.Option(help="Only messages about this ticket.")]
Learner = Annotated[str | None, typer.Option(help="Only messages about this learner (Cognito sub).")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, do nothing.")]


@app.command("list")
def list_queues(as_json: AsJson = False) -> None:
    """How many messages lie in each dead-letter queue.

    \b
    traclearn dlq list --json | jq 'select(.messages > 0)'
    """
    with open_queues() as queues:
        for name, url in queues.urls().items():
            count = queues.count_messages(url)
            print_result({"queue": name, "messages": count}, f"{count:>6}  {name}", as_json)


@app.command("show")
def show_messages(
    queue: Queue, ticket: Ticket = None, learner: Learner = None, as_json: AsJson = False
) -> None:
    """Each message that failed in QUEUE: why, and whom it touches. Takes nothing away.

    \b
    traclearn dlq show grader --ticket 42
    traclearn dlq show grader --json | jq -r .reason | sort | uniq -c
    """
    with open_queues() as queues:
        for name, url in queues.urls_of(queue).items():
            for message in queues.read_messages(name, url):
                queues.release(url, message)
                if message.concerns(ticket, learner):
                    print_result(message.as_fields(), message.as_line(), as_json)


@app.command("replay")
def replay_messages(
    queue: Queue,
    ticket: Ticket = None,
    learner: Learner = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Sends the messages that failed in QUEUE back to it.

    Doing so twice does no harm: a worker takes each event once. Refuses, and ends
    with 1, what failed so long ago that the worker has forgotten whether it was
    done since.

    \b
    traclearn dlq replay grader --ticket 42 --dry-run
    traclearn dlq replay grader --json | jq 'select(.replayed | not)'
    """
    count = refused = 0
    with open_queues() as queues:
        for name, url in queues.urls_of(queue).items():
            for message in queues.read_messages(name, url):
                chosen = message.concerns(ticket, learner)
                due = chosen and not message.is_forgotten
                if due and not dry_run:
                    queues.replay(url, message)
                else:
                    queues.release(url, message)
                if due:
                    count += 1
                    print_replay(message, dry_run, as_json)
                elif chosen:
                    refused += 1
                    print_refusal(message, as_json)
    if not as_json:
        print_line(f"{count} {'to replay' if dry_run else 'replayed'}")
    if refused:
        raise CliError(f"{refused} refused: {refusal_reason()}")


def print_replay(message: DeadLetter, dry_run: bool, as_json: bool) -> None:
    state = "would replay" if dry_run else "replayed"
    fields = message.as_fields() | {"replayed": not dry_run}
    print_result(fields, f"{styled_state(state)}  {message.as_line()}", as_json)


def print_refusal(message: DeadLetter, as_json: bool) -> None:
    fields = message.as_fields() | {"replayed": False, "refused": refusal_reason()}
    print_result(fields, f"{styled_state('refused')}  {message.as_line()}", as_json)


def refusal_reason() -> str:
    from traclearn_contracts.topology import INBOX_RETENTION

    return (
        f"a worker knows an event for {INBOX_RETENTION.days} days after it failed or was done. Of these it"
        " knows nothing any more, so it would do again what was done since. Have the learner answer again"
        " instead."
    )
