"""What an author says of concepts before the knowledge base is destroyed: it must stand afterwards."""

from typing import Any

from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.errors import LocalError
from traclearn_local.running_stack import RunningStack

SUFFIX = ", as an author calls it"
EDGES = """
    MATCH (c:Concept)-[r:REQUIRES|REMOVED]->(p:Concept)
    RETURN c.subject + ": " + c.name + " needs " + p.name + ", " + r.state
        + coalesce(", " + r.decision, "") AS said
    ORDER BY said"""
CONCEPTS = """
    MATCH (c:Concept)
    RETURN c.subject + ": " + c.name
        + coalesce(reduce(names = "", one IN c.aliases | names + " = " + one), "") AS said
    ORDER BY said"""


def decide(author: BrowserSession) -> None:
    """Removes a prerequisite, confirms another one and renames a concept. Raises LocalError where there is
    too little to decide on."""
    subject, concepts, edges = _subject(author)
    undecided = [edge for edge in edges if edge["decision"] is None]
    if len(undecided) < 2:
        raise LocalError(f"{subject} has {len(undecided)} prerequisites that nobody decided on, not two")
    for edge, decision in ((undecided[0], "remove"), (undecided[-1], "confirm")):
        said = {**_pair(edge), "decision": decision}
        _say(author, "edges", subject, said)
    used = {*_pair(undecided[0]).values(), *_pair(undecided[-1]).values()}
    old = next(one["name"] for one in concepts if one["name"] not in used)
    _say(author, "names", subject, {"concept": old, "decision": "rename", "to": old + SUFFIX})


def stand(lines: list[str]) -> bool:
    """Whether the graph holds all three: what was removed, what was confirmed and the name."""
    return (
        any(line.endswith(", removed") for line in lines)
        and any(line.endswith(", confirmed") for line in lines)
        and any(f"{SUFFIX} = " in line for line in lines)
    )


def _pair(edge: dict[str, Any]) -> dict[str, str]:
    return {name: edge[name] for name in ("concept", "prerequisite")}


def _say(author: BrowserSession, what: str, subject: str, said: dict[str, str]) -> None:
    author.api("POST", f"/content/concepts/{what}", json={"subject": subject, **said}).raise_for_status()


def _subject(author: BrowserSession) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    """The one with the most prerequisites: its name, concepts and edges."""
    said = author.api("GET", "/content/concepts").raise_for_status().json()
    answers = [
        author.api("GET", "/content/concepts", params={"subject": subject}).raise_for_status().json()
        for subject in said["subjects"]
    ]
    most = max(answers, key=lambda answer: len(answer["edges"]))
    return most["subject"], most["concepts"], most["edges"]


def graph_says(running: RunningStack) -> list[str]:
    """Each concept with its names, and what needs what, with what authors decided."""
    with running.neo4j() as session:
        return [str(line) for query in (CONCEPTS, EDGES) for line in session.run(query).value()]
