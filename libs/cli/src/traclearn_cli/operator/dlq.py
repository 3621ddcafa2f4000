"""`traclearn dlq`: what failed, why, whom it touches, and trying it again."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from traclearn_contracts.topology import INBOX_RETENTION

from traclearn_cli.errors import OperatorError
from traclearn_cli.operator.dead_letter import Letter
from traclearn_cli.operator.queues import DeadLetters, connect, told

app = typer.Typer(
    no_args_is_help=True,
    help="""What failed, why, whom it touches; and trying it again.

\b
  traclearn dlq list
  traclearn dlq show grader
  traclearn dlq replay grader --ticket 42 --dry-run
  traclearn dlq replay grader
""",
)

FORGOTTEN = (
    f"a worker knows an event for {INBOX_RETENTION.days} days after it failed or was done. Of these it knows"
    " nothing any more, so it would do again what was done since. Have the learner answer again instead."
)

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Queue = Annotated[str, typer.Argument(help="The queue that the letters failed in, e.g. grader.")]
Ticket = Annotated[int | None, typer.Option(help="Only letters about this ticket.")]
Learner = Annotated[str | None, typer.Option(help="Only letters about this learner (Cognito sub).")]
Wanted = Callable[[Letter], bool]


@contextmanager
def friendly() -> Iterator[DeadLetters]:
    """The queues; what goes wrong with them ends in one line and exit code 1."""
    try:
        with told():
            yield DeadLetters(connect())
    except OperatorError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def say(fields: dict[str, Any], line: str, as_json: bool) -> None:
    typer.echo(json.dumps(fields, ensure_ascii=False) if as_json else line)


def sentence(fields: dict[str, Any]) -> str:
    """One letter in one line."""
    whom = f"learner {fields['learner']}, ticket {fields['ticket']}, attempt {fields['attempt']}"
    if fields["document"]:
        whom = f"document {fields['document']}"
    return f"{fields['failed_at']}  {fields['detail_type']}  {whom}: {fields['reason']}"


def about(ticket: int | None, learner: str | None) -> Wanted:
    """Whether a letter touches this ticket and this learner; None is any."""

    def wanted(letter: Letter) -> bool:
        touched = letter.touches()
        return (ticket is None or touched["ticket"] == ticket) and (
            learner is None or touched["learner"] == learner
        )

    return wanted


@app.command("list")
def list_(as_json: Json = False) -> None:
    """How many letters lie in each dead-letter queue."""
    with friendly() as queues:
        for name, url in queues.urls().items():
            count = queues.count(url)
            say({"queue": name, "messages": count}, f"{count:>6}  {name}", as_json)


@app.command()
def show(queue: Queue, ticket: Ticket = None, learner: Learner = None, as_json: Json = False) -> None:
    """Each letter of QUEUE: why it failed and whom it touches. Takes nothing away."""
    with friendly() as queues:
        for name, url in queues.of(queue).items():
            for letter in queues.letters(name, url):
                queues.let_go(url, letter)
                if about(ticket, learner)(letter):
                    say(letter.described(), sentence(letter.described()), as_json)


@app.command()
def replay(
    queue: Queue,
    ticket: Ticket = None,
    learner: Learner = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, do nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Sends the letters of QUEUE back to it. Doing so twice does no harm: a worker takes each event once.

    Refuses, and ends with 1, what failed so long ago that the worker has forgotten whether it was done since.
    """
    count = refused = 0
    with friendly() as queues:
        for name, url in queues.of(queue).items():
            for letter in queues.letters(name, url):
                chosen = about(ticket, learner)(letter)
                due = chosen and not letter.forgotten
                if due and not dry_run:
                    queues.replay(url, letter)
                else:
                    queues.let_go(url, letter)
                if due:
                    count += 1
                    report(letter, dry_run, as_json)
                elif chosen:
                    refused += 1
                    refuse(letter, as_json)
    if not as_json:
        typer.echo(f"{count} {'to replay' if dry_run else 'replayed'}")
    if refused:
        typer.echo(f"{refused} refused: {FORGOTTEN}", err=True)
        raise typer.Exit(1)


def refuse(letter: Letter, as_json: bool) -> None:
    fields = letter.described()
    say({**fields, "replayed": False, "refused": FORGOTTEN}, f"refused  {sentence(fields)}", as_json)


def report(letter: Letter, dry_run: bool, as_json: bool) -> None:
    fields = letter.described()
    verb = "would replay" if dry_run else "replayed"
    say({**fields, "replayed": not dry_run}, f"{verb}  {sentence(fields)}", as_json)
