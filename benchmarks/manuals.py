"""Public manuals as passages: Debian's packages of documentation, fetched once and not kept here."""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import NAMESPACE_URL, uuid5

from indexer.domain.chunking.chunker import chunk_document
from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.concept_graph import infer_concept_graph
from indexer.domain.concepts.terms import find_terms
from path_generator.application.material import MAX_PASSAGES
from path_generator.domain.questions.question import Passage
from traclearn_documents import Rejected
from traclearn_documents.reader import read_document

FOLDER = Path("build/bench/manuals").absolute()
MANUALS = (
    *("git-doc", "postgresql-doc-15", "exim4-doc-html", "ntpsec-doc", "libvirt-doc"),
    *("developers-reference", "rsyslog-doc", "bind9-doc", "python-django-doc"),
    *("python-flask-doc", "python-scrapy-doc"),
    *("debian-policy", "ghc-doc", "r-doc-html", "python-jinja2-doc", "lilypond-doc-html", "maint-guide"),
    *("debmake-doc", "diffutils-doc", "corosync-doc", "bochs-doc", "libreoffice-help-en-us"),
    *("debian-kernel-handbook", "apt-doc", "pacemaker-doc", "frr-doc", "wireshark-doc", "db5.3-doc"),
    *("python-tornado-doc", "python-click-doc"),
)
SAMPLED_PAGES = 40
"""Of each manual."""
MAX_TOKENS = 256
"""Of a chunk, as the indexer has it."""


@dataclass(frozen=True, slots=True)
class ConceptPassages:
    """A concept of a manual with the passages that teach it."""

    manual: str
    document: str
    concept: str
    passages: tuple[Passage, ...]


def folder_of(manual: str) -> Path:
    """Downloads and unpacks the package where it is missing; raises SystemExit where that fails."""
    folder = FOLDER / manual
    if not folder.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        try:
            if not _downloads(manual):  # a machine that has no lists of packages yet
                subprocess.run(["apt-get", "update", "-qq"], check=True, capture_output=True)
                _downloads(manual, check=True)
            (package,) = FOLDER.glob(f"{manual}_*.deb")
            subprocess.run(["dpkg", "-x", package, folder], check=True)
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            raise SystemExit(
                f"The manual {manual} cannot be fetched with apt-get download. Try: apt-get update"
            ) from error
    return folder


def _downloads(manual: str, check: bool = False) -> bool:
    command = ["apt-get", "download", "-qq", manual]
    return not subprocess.run(command, cwd=FOLDER, check=check, capture_output=True).returncode


def pages(manual: str) -> list[str]:
    folder = folder_of(manual)
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html") if path.is_file())


def sample_concepts(manual: str, seed: int) -> list[ConceptPassages]:
    """Those that the indexer finds in SAMPLED_PAGES pages, in random order, with what teaches them first."""
    random = Random(seed)
    chosen = pages(manual)
    chosen = sorted(random.sample(chosen, min(SAMPLED_PAGES, len(chosen))))
    passages: dict[str, Passage] = {}
    facts: list[ChunkFacts] = []
    for page in chosen:
        for passage, fact in _read(manual, page):
            passages[passage.chunk] = passage
            facts.append(fact)
    concepts = [
        ConceptPassages(manual, taught[0].name, concept.name, taught)
        for concept in infer_concept_graph(manual, facts).concepts
        if (taught := tuple(passages[chunk] for chunk in concept.chunks[:MAX_PASSAGES]))
    ]
    random.shuffle(concepts)
    return concepts


def concept_at(manual: str, page: str, concept: str, headings: Sequence[Sequence[str]]) -> ConceptPassages:
    """A concept with what stands under these headings; raises SystemExit when the manual has them no more."""
    wanted = {tuple(heading) for heading in headings}
    passages = tuple(passage for passage in read_passages(manual, page) if passage.heading in wanted)
    if not passages:
        raise SystemExit(f"{manual} has no section {headings[0]} in {page} any more.")
    return ConceptPassages(manual, page, concept, passages)


def read_passages(manual: str, page: str) -> Iterator[Passage]:
    for passage, _ in _read(manual, page):
        yield passage


def _read(manual: str, page: str) -> Iterator[tuple[Passage, ChunkFacts]]:
    """Each chunk of a page, as a question is made of it and as concepts are found in it."""
    document = uuid5(NAMESPACE_URL, f"{manual}/{page}")
    try:
        content = read_document(folder_of(manual) / page, page, "text/html")
    except Rejected:
        return
    chunks, _ = chunk_document(document, content, _tokens, MAX_TOKENS)
    for chunk in chunks:
        yield (
            Passage(
                chunk.id,
                str(document),
                page,
                content.title,
                chunk.heading,
                chunk.page,
                chunk.kind,
                chunk.content,
            ),
            ChunkFacts(
                chunk.id,
                str(document),
                page,
                content.title,
                chunk.ordinal,
                chunk.heading,
                chunk.content,
                find_terms(chunk.content),
                tuple(content.links),
            ),
        )


def _tokens(text: str) -> int:
    """About what the embedder counts: four for three words, and two around."""
    return len(text.split()) * 4 // 3 + 2
