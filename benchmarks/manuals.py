"""Public manuals as passages: Debian's packages of documentation, fetched once, never part of this repository."""

import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import NAMESPACE_URL, uuid5

from indexer.domain.chunking.chunker import chunk_document
from path_generator.domain.questions.question import Passage
from traclearn_documents import Rejected
from traclearn_documents.reader import read_document

FOLDER = Path("build/bench/manuals").absolute()
PATTERNS = {
    "git-doc": "*.html",
    "postgresql-doc-15": "*.html",
    "sqlite3-doc": "*.html",
    "debian-policy": "*.html",
    "apache2-doc": "manual/en/**/*.html",
    "python-django-doc": "*.html",
    "bind9-doc": "*.html",
    "rsyslog-doc": "*.html",
    "varnish-doc": "*.html",
    "debian-faq": "*.en.html",
}
"""By package: the pages of its English manual."""
MAX_TOKENS = 256
"""Of a chunk, as the indexer has it."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A concept of a manual with the passages that teach it."""

    manual: str
    document: str
    heading: tuple[str, ...]
    concept: str
    passages: tuple[Passage, ...]


def folder_of(manual: str) -> Path:
    """Downloads and unpacks the package where it is missing; raises SystemExit where that fails."""
    folder = FOLDER / manual
    if not folder.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(["apt-get", "download", "-qq", manual], cwd=FOLDER, check=True, capture_output=True)
            package = next(FOLDER.glob(f"{manual}_*.deb"))
            subprocess.run(["dpkg", "-x", package, folder], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise SystemExit(f"The manual {manual} cannot be fetched with apt-get download.") from error
    return folder


def pages(manual: str) -> list[str]:
    folder = folder_of(manual)
    return sorted(str(path.relative_to(folder)) for path in folder.rglob(PATTERNS[manual]) if path.is_file())


def sample_lessons(manual: str, number: int, seed: int) -> list[Lesson]:
    """Those of so many pages, in random order; a heading that pages share names no concept, the title does."""
    random = Random(seed)
    chosen = pages(manual)
    chosen = random.sample(chosen, min(number, len(chosen)))
    found = {page: sections(manual, page) for page in chosen}
    sharing: dict[str, set[str]] = defaultdict(set)
    for page, own in found.items():
        for heading in own:
            sharing[heading[-1]].add(page)
    lessons = [
        _lesson(manual, page, heading, passages, next((h for h in reversed(heading) if len(sharing[h]) < 2), None))
        for page, own in found.items()
        for heading, passages in own.items()
    ]
    random.shuffle(lessons)
    return lessons


def _lesson(
    manual: str, page: str, heading: tuple[str, ...], passages: Sequence[Passage], concept: str | None
) -> Lesson:
    return Lesson(manual, page, heading, concept or passages[0].title, tuple(passages))


def sections(manual: str, page: str) -> dict[tuple[str, ...], list[Passage]]:
    """The chunks of a page by their headings; those without any are left out."""
    found: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in read_passages(manual, page):
        if passage.heading:
            found[passage.heading].append(passage)
    return found


def read_passages(manual: str, page: str) -> Iterator[Passage]:
    document = uuid5(NAMESPACE_URL, f"{manual}/{page}")
    try:
        content = read_document(folder_of(manual) / page, page, "text/html")
    except Rejected:
        return
    chunks, _ = chunk_document(document, content, _tokens, MAX_TOKENS)
    for chunk in chunks:
        yield Passage(
            chunk.id, str(document), page, content.title, chunk.heading, chunk.page, chunk.kind, chunk.content
        )


def _tokens(text: str) -> int:
    """About what the embedder counts: four for three words, and two around."""
    return len(text.split()) * 4 // 3 + 2
