"""What readers find. Everything that is read together is of one state of the corpus."""

from traclearn_corpus.reading.documents import Duplicate, duplicates, live_chunks
from traclearn_corpus.reading.passages import Passage, copies, find_passage, passages
from traclearn_corpus.reading.scoring import ON_TOPIC
from traclearn_corpus.reading.search import Found, Hit, Search
from traclearn_corpus.reading.subject import concept_graph, facts, removed, subjects

__all__ = [
    "ON_TOPIC",
    "Duplicate",
    "Found",
    "Hit",
    "Passage",
    "Search",
    "concept_graph",
    "copies",
    "duplicates",
    "facts",
    "find_passage",
    "live_chunks",
    "passages",
    "removed",
    "subjects",
]
