"""The concepts of a subject and what needs what, from its material and from what its authors decided."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from math import prod

from traclearn_corpus import Concept, ConceptGraph, Decision, EdgeState, Evidence, Prerequisite, Verdict

from indexer.domain.concepts.chunk_facts import ChunkFacts, quote
from indexer.domain.concepts.concept_names import AS_WRITTEN, ConceptNames
from indexer.domain.concepts.cycles import Edge, acyclic, implied, repeated
from indexer.domain.concepts.evidence import EdgeEvidence, is_agreed, ordered
from indexer.domain.concepts.inference import PrerequisiteInference
from indexer.domain.concepts.titles import title_of
from indexer.domain.concepts.words import concept_key, word_runs

MAX_EVIDENCE = 5
"""Of one edge."""
AUTHORED_WEIGHT = 1.0
"""The weight of what an author says outright."""
MAX_INFERRED_WEIGHT = 0.99


def infer_concept_graph(
    subject: str,
    chunks: Iterable[ChunkFacts],
    decisions: Iterable[Decision] = (),
    renames: ConceptNames = AS_WRITTEN,
) -> ConceptGraph:
    """What the live chunks of one subject teach, in the order of document name and ordinal.

    Authors' decisions, the oldest first, win over front matter, and that over everything found in the text. A
    decision about a concept that is not there now is passed over. `renames` are how authors call concepts.
    """
    inference = PrerequisiteInference(list(chunks), renames)
    facts = inference.facts
    names = dict(inference.extractor.names)
    front = _front(facts, inference, names, renames)
    verdicts = _verdicts(decisions, names)
    weights = {edge: _weight(evidence) for edge, evidence in inference.evidence.items()}
    weights |= dict.fromkeys(front, AUTHORED_WEIGHT)
    weights |= {
        edge: weights.get(edge, 0.0) if said == "removed" else AUTHORED_WEIGHT
        for edge, said in verdicts.items()
    }
    states = {edge: _state(edge, inference, front, verdicts) for edge in weights}
    removed = {edge for edge, verdict in verdicts.items() if verdict == "removed"}
    age = {edge: at for at, edge in enumerate(verdicts)}
    ranked = rank_edges({edge: weights[edge] for edge in weights.keys() - removed}, age, front)
    needed, cycles = acyclic([edge for edge in ranked if states[edge] != "suggested"])
    suggested = [edge for edge in ranked if states[edge] == "suggested"]
    stays, _ = acyclic([*needed, *suggested])
    dispensable = (implied(needed) - verdicts.keys() - front.keys()) | repeated(needed, suggested)
    drawn = [edge for edge in stays if edge not in dispensable]
    names = {key: renames.called(name) for key, name in names.items()}
    edges = tuple(
        Prerequisite(
            names[edge[0]],
            names[edge[1]],
            weights[edge],
            _evidence(edge, inference, front),
            verdicts.get(edge),
            states[edge],
        )
        for edge in sorted([*drawn, *removed])
    )
    return ConceptGraph(
        subject,
        concepts=_concepts(facts, inference, names),
        edges=edges,
        cycles=tuple(tuple(names[each] for each in cycle) for cycle in cycles),
    )


def rank_edges(weights: Mapping[Edge, float], age: Mapping[Edge, int], front: Container[Edge]) -> list[Edge]:
    """The edges, the best founded first: of those that close a circle `acyclic` drops the last.

    Authors' decisions come first, the oldest before newer ones; then front matter, then what has most weight.
    """
    return sorted(
        weights, key=lambda edge: (age.get(edge, len(age)), edge not in front, -weights[edge], edge)
    )


def _front(
    facts: Sequence[ChunkFacts],
    inference: PrerequisiteInference,
    names: dict[str, str],
    renames: ConceptNames,
) -> dict[Edge, ChunkFacts]:
    """The edges of front matter, with a chunk of its document. Names what only front matter knows."""
    found: dict[Edge, ChunkFacts] = {}
    for fact in facts:
        concept = inference.extractor.concept_at(fact.document) or inference.extractor.concept_of(fact.id)
        for name in map(renames.own, fact.front_prerequisites if concept else ()):
            prerequisite = _known(name, inference, names)
            names.setdefault(prerequisite, name.strip())
            if concept and prerequisite != concept:
                found.setdefault((concept, prerequisite), fact)
    return found


def _known(name: str, inference: PrerequisiteInference, names: Mapping[str, str]) -> str:
    """The concept that an author means by a name: its own, the title's of which it is, or an alias."""
    title, found = title_of(name), word_runs(name)
    known = _spelled(name, names) or (_spelled(title.name, names) if title else None)
    alias = inference.vocabulary.exact(found[0]) if len(found) == 1 else None
    return known or (alias.concept if alias else concept_key(name))


def _spelled(name: str, names: Mapping[str, str]) -> str | None:
    """The concept of this name, whatever its case and number."""
    return next(
        (candidate for candidate in (concept_key(name), concept_key(name.lower())) if candidate in names),
        None,
    )


def _verdicts(decisions: Iterable[Decision], names: Mapping[str, str]) -> dict[Edge, Verdict]:
    """The last word about each edge whose concepts are there, the oldest first."""
    found: dict[Edge, Verdict] = {}
    for decision in decisions:
        concept, prerequisite = _spelled(decision.concept, names), _spelled(decision.prerequisite, names)
        if decision.decision and concept and prerequisite and concept != prerequisite:
            found.pop((concept, prerequisite), None)
            found[concept, prerequisite] = decision.decision
    return found


def _state(
    edge: Edge,
    inference: PrerequisiteInference,
    front: Mapping[Edge, ChunkFacts],
    verdicts: Mapping[Edge, Verdict],
) -> EdgeState:
    if edge in front or verdicts.get(edge) in ("confirmed", "added"):
        return "said"
    return "agreed" if is_agreed(inference.evidence.get(edge, ())) else "suggested"


def _weight(evidence: Sequence[EdgeEvidence]) -> float:
    """Independent evidence adds up; more of one kind count as one."""
    best = {item.kind: item.weight for item in evidence}
    return round(min(MAX_INFERRED_WEIGHT, 1 - prod(1 - weight for weight in best.values())), 2)


def _evidence(
    edge: Edge, inference: PrerequisiteInference, front: Mapping[Edge, ChunkFacts]
) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    if edge in front:
        said = f"prerequisites: {', '.join(front[edge].front_prerequisites)}"
        found.append(Evidence("front_matter", front[edge].document, front[edge].id, quote(said)))
    for item in ordered(inference.evidence.get(edge, ())):
        near = item.name.words[0] if item.name else ""
        found.append(
            Evidence(item.kind, item.fact.document, item.fact.id, quote(inference.sentence(item), near))
        )
    return tuple(found[:MAX_EVIDENCE])


def _concepts(
    facts: Sequence[ChunkFacts], inference: PrerequisiteInference, names: Mapping[str, str]
) -> tuple[Concept, ...]:
    """A chunk stands with the one concept that it teaches."""
    taught: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        if concept := inference.extractor.concept_of(fact.id):
            taught[concept].append(fact.id)
    return tuple(
        Concept(name, tuple(taught[concept]), _difficulty(concept, inference))
        for concept, name in names.items()
    )


def _difficulty(concept: str, inference: PrerequisiteInference) -> int | None:
    facts = inference.extractor.own_chunks.get(concept) or inference.extractor.chunks_within.get(concept, [])
    return max((fact.difficulty for fact in facts if fact.difficulty is not None), default=None)
