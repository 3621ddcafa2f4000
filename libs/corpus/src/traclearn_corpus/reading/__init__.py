"""What readers find. Everything that is read together is of one state of the corpus."""

from traclearn_corpus.reading.closure import Closure, Wanted, read_closure
from traclearn_corpus.reading.consistent_read import Watched, read_consistently, read_generation, read_watched
from traclearn_corpus.reading.document_text import DocumentText, Section, TextPassage, read_document_text
from traclearn_corpus.reading.documents import Duplicate, duplicates, live_chunks
from traclearn_corpus.reading.passages import Passage, find_passage, read_copies, read_passages
from traclearn_corpus.reading.scoring import ON_TOPIC
from traclearn_corpus.reading.search import Found, Hit, Search
from traclearn_corpus.reading.subject import (
    concept_graph,
    facts,
    read_called_now,
    read_needs,
    removed,
    subjects,
)

__all__ = [
    "ON_TOPIC",
    "Closure",
    "DocumentText",
    "Duplicate",
    "Found",
    "Hit",
    "Passage",
    "Search",
    "Section",
    "TextPassage",
    "Wanted",
    "Watched",
    "concept_graph",
    "duplicates",
    "facts",
    "find_passage",
    "live_chunks",
    "read_called_now",
    "read_closure",
    "read_consistently",
    "read_copies",
    "read_document_text",
    "read_generation",
    "read_needs",
    "read_passages",
    "read_watched",
    "removed",
    "subjects",
]
