"""Titles that say what is told of a concept, and concepts that say too little or too much to be one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from traclearn_documents import Heading

MIN_FACET_PARENTS = 3
"""A title under so many concepts is none itself (`Insertion`, of trees, of lists); two in one document."""
WHOLE_SUBJECT_SHARE = 0.6
"""What covers more than this share of a subject is the subject rather than a part of it."""
Chain = tuple[str, ...]
"""Keys of concepts, each within the one before."""


def facet_keys(
    sections: Iterable[tuple[str, Heading]], roots: Mapping[str, str], named: Callable[[str], str]
) -> set[str]:
    """Keys of the titles that stand under several concepts.

    `sections` are documents with heading paths, `roots` the key of what each document is about, and `named`
    gives a title's key; "" stands for none.
    """
    inside: dict[tuple[str, str], set[str]] = defaultdict(set)
    everywhere: dict[str, set[str]] = defaultdict(set)
    of_documents = set(roots.values())
    for document, path in sections:
        parent = roots[document] or document
        for own in map(named, path):
            if own and parent and own != parent and own not in of_documents:
                inside[document, own].add(parent)
                everywhere[own].add(parent)
            parent = own or parent
    twice = {own for (_, own), parents in inside.items() if len(parents) > 1}
    return twice | {own for own, parents in everywhere.items() if len(parents) >= MIN_FACET_PARENTS}


def empty_concepts(chains: Sequence[Chain]) -> set[str]:
    """Concepts without a chunk of their own that stand above fewer than two, or above the whole subject."""
    own = {chain[-1] for chain in chains if chain}
    below: dict[str, set[str]] = defaultdict(set)
    covered: Counter[str] = Counter()
    for chain in chains:
        covered.update(chain)
        for above, each in pairwise(chain):
            below[above].add(each)
    return {
        each
        for each, times in covered.items()
        if each not in own and (len(below[each]) < 2 or times > WHOLE_SUBJECT_SHARE * len(chains))
    }


def whole_subjects(chains: Sequence[Chain]) -> set[str]:
    """Concepts that several others and most of the subject are under."""
    covered = Counter(each for chain in chains for each in chain)
    taught: dict[str, set[str]] = defaultdict(set)
    for chain in chains:
        for each in chain:
            taught[each].add(chain[-1])
    return {
        each
        for each, times in covered.items()
        if times > WHOLE_SUBJECT_SHARE * len(chains) and len(taught[each]) > 2
    }
