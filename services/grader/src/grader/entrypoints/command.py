"""`traclearn grader …`: what an operator does with the grader; `traclearn` finds it by entry point."""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(no_args_is_help=True, help="Try the grader; see and stop its calls outside.")

EXAMPLES = """
Grades answers on this machine, without a running stack: offline, or by a language model with your key.

\b
One answer:
  traclearn grader try --question "What does a commit record?" \\
      --reference "A snapshot of the whole tree and its parents." --answer "A snapshot of all files."
\b
Many, a JSON object a line in, a JSON object a line out:
  traclearn grader try --jsonl < answers.jsonl
\b
By a language model, with its cost (OPENAI_API_KEY or ANTHROPIC_API_KEY; …_BASE_URL for another server,
MODEL_PRICES=my-model=0.15/0.60 for a model that is on no price list):
  traclearn grader try --provider openai --model gpt-5-mini question.yaml answer.txt
\b
A line: {"question": "…", "reference": "…", "answer": "…",
         "rubric": ["A snapshot of the tree", {"criterion": "Its parents", "label": "Links", "weight": 2}]}
Several full answers: "references": ["…", "…"], beside `reference` or in its place; the nearest counts.
"passages": ["…"], what the material says there: an answer copied from it is flagged.
`question.yaml` has the same keys, without `answer`.
Without `rubric` the score is what teachers give such answers, and the one item says whether it is right.
Offline, English only: another language is flagged and not graded. A line that can't be read gives
{"error", "line"}, the rest goes on, and the exit code is 1.

The model is looked for in EMBEDDING_MODEL_DIR, else in .traclearn/tools/models of this folder or one above.
"""


@app.callback()
def commands() -> None:
    """Try the grader; see and stop its calls outside."""


@app.command("try", help=EXAMPLES)
def try_(  # noqa: PLR0913, PLR0917  (an option each)
    files: Annotated[
        list[Path] | None, typer.Argument(help="A question in YAML and an answer in plain text.")
    ] = None,
    provider: Annotated[
        Literal["offline", "openai", "anthropic"], typer.Option(help="Which grader.")
    ] = "offline",
    model: Annotated[str | None, typer.Option(help="The provider's name of the model.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read lines of JSON from standard input.")] = False,
    question: Annotated[str | None, typer.Option(help="What was asked. Asked for when missing.")] = None,
    reference: Annotated[str | None, typer.Option(help="A full answer.")] = None,
    rubric: Annotated[list[str] | None, typer.Option(help="A point of the rubric; may be repeated.")] = None,
    answer: Annotated[str | None, typer.Option(help="The answer to grade.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    from traclearn_embedding import EmbeddingError

    from grader.domain.errors import UnknownModel
    from grader.entrypoints import grading_bench

    if files and len(files) != 2:
        raise typer.BadParameter("give two files, the question's and the answer's, or none")
    try:
        hosted = grading_bench.choice_of(provider, model, os.environ) if provider != "offline" else ()
        item = grading_bench.read_item(*files) if files else None
        bench = grading_bench.Bench.open(grading_bench.model_folder(Path.cwd(), os.environ), *hosted)
    except (EmbeddingError, UnknownModel, ValueError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    with bench:
        if jsonl:
            raise typer.Exit(grading_bench.grade_lines(bench, sys.stdin.buffer))
        item = item or {
            "question": question or typer.prompt("Question"),
            "reference": reference or typer.prompt("Reference answer"),
            "answer": answer
            if answer is not None
            else typer.prompt("Answer", default="", show_default=False),
            "rubric": rubric or None,
        }
        raise typer.Exit(grading_bench.grade_one(bench, item, as_json=as_json))


CALLS = """
Whether language models are asked, and what they cost today. DATABASE_URL says where the grader's database is.

\b
Stop all calls at once, in all processes, and let them go on:
  traclearn grader calls --stop "The provider asked us to."
  traclearn grader calls --allow
Meanwhile answers get the offline grade, marked provisional, and are graded again afterwards.
"""


@app.command("calls", help=CALLS)
def calls(
    stop: Annotated[str | None, typer.Option(help="Stop all calls; the reason is shown to people.")] = None,
    allow: Annotated[bool, typer.Option("--allow", help="Let them go on.")] = False,
    database_url: Annotated[str, typer.Option(envvar="DATABASE_URL", show_default=False)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    from sqlalchemy.exc import SQLAlchemyError

    from grader.entrypoints import calls

    if allow and stop is not None:
        raise typer.BadParameter("either --stop or --allow")
    if not database_url:
        raise typer.BadParameter("set DATABASE_URL to the grader's database")
    allowed = True if allow else None if stop is None else False
    try:
        report = calls.read_or_switch(database_url, allowed, stop or "")
    except (SQLAlchemyError, OSError) as error:
        typer.echo(f"The grader's database does not answer: {type(error).__name__}.", err=True)
        raise typer.Exit(3) from None
    if as_json:
        typer.echo(report.model_dump_json(include=calls.SHOWN, indent=2))
    else:
        calls.show(report)
