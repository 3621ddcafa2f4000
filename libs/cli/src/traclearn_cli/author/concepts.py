"""`concepts`: what the material teaches and what needs what, with the reasons."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from traclearn_cli.author.invocation import run_as_author
from traclearn_cli.author.options import Account, Subject
from traclearn_cli.output import AsJson, Fields, print_line

if TYPE_CHECKING:
    from traclearn_cli.author.client import ContentClient

STATE_WIDTH = 10


def show_concepts(subject: Subject = None, as_json: AsJson = False, account: Account = None) -> None:
    """What a subject teaches, in order, and what needs what. Without --subject it is the first by name.

    Paths go by what is said (by an author or front matter) and agreed (the material
    shows it strongly or in two ways). What is suggested waits for an author's yes on
    the page Concepts; the best comes first.

    \b
    traclearn content concepts --subject Databases
    traclearn content concepts --json | jq '.edges[] | select(.state == "suggested")'

    With --json one object: subjects, subject, concepts (name, chunks), edges (concept,
    prerequisite, state, decision, weight, evidence) and cycles.
    """

    async def work(client: "ContentClient") -> bool:
        graph = await client.get("/concepts", subject=subject)
        print_line(json.dumps(graph, ensure_ascii=False) if as_json else "\n".join(graph_lines(graph)))
        return True

    run_as_author(account, work)


def graph_lines(graph: Fields) -> Iterator[str]:
    """The concepts as they are best read, what each needs, and then what is suggested."""
    concepts = graph["concepts"]
    yield f"{graph['subject'] or 'Nothing is taught yet'}: {len(concepts)} concepts"
    yield from (f"  {concept['name']} ({concept['chunks']} chunks)" for concept in concepts)
    place = {concept["name"]: at for at, concept in enumerate(concepts)}
    edges = sorted(graph["edges"], key=lambda edge: place.get(edge["concept"], len(place)))
    suggested = [edge for edge in edges if _state(edge) == "suggested"]
    yield from ("", "To learn ← first know")
    yield from (edge_line(edge) for edge in edges if edge not in suggested)
    yield from (edge_line(edge) for edge in sorted(suggested, key=lambda edge: -edge["weight"]))
    yield from (f"circle     {' ← '.join([*cycle, cycle[0]])}" for cycle in graph["cycles"])


def edge_line(edge: Fields) -> str:
    reason = next((f": {one['kind'].replace('_', ' ')}: {one['text']}" for one in edge["evidence"]), "")
    return f"{_state(edge):<{STATE_WIDTH}} {edge['concept']} ← {edge['prerequisite']}{reason}"


def _state(edge: Fields) -> str:
    return "removed" if edge["decision"] == "removed" else str(edge["state"])
