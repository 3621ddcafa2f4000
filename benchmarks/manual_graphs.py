"""The concept graph of a real manual, out of unpacked Debian packages; run by `benchmarks.concepts`.

A program of its own, so that the same file reads the manuals with this checkout and with another.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from indexer.domain.chunking.chunker import chunk_document
from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.concept_graph import infer_concept_graph
from indexer.domain.concepts.terms import find_terms
from traclearn_documents.reader import read_document

MANUALS = {
    "python": ["python3.11-doc/usr/share/doc/python3.11/html/tutorial/*.html"],
    "git": [
        f"git-doc/usr/share/doc/git/html/{name}.html"
        for name in (
            *("user-manual", "gittutorial", "gittutorial-2", "giteveryday", "gitworkflows"),
            *("gitcore-tutorial", "gitignore", "gitsubmodules", "gitrevisions", "githooks"),
        )
    ],
    "bash": ["bash-doc/usr/share/doc/bash/bashref.html"],
    "postgresql": [
        f"postgresql-doc-15/usr/share/doc/postgresql-doc-15/html/{part}*.html"
        for part in ("indexes", "textsearch", "plpgsql", "backup", "continuous")
    ],
    "sqlalchemy": [
        f"python-sqlalchemy-doc/usr/share/doc/python-sqlalchemy-doc/html/{part}.html"
        for part in (
            *(
                "tutorial/*",
                "orm/session*",
                "orm/basic_relationships",
                "orm/cascades",
                "orm/self_referential",
            ),
            *("orm/declarative_*", "orm/mapping_styles", "orm/inheritance"),
        )
    ],
    "r-lang": ["r-doc-html/usr/share/R/doc/manual/R-lang.html"],
}
"""By name, the files below the folder that holds each package unpacked below its own name."""
MAX_TOKENS = 256


def count_tokens(text: str) -> int:
    """About those of the embedder, without loading it."""
    return 2 + len(re.findall(r"\w{1,6}|[^\w\s]", text))


def facts(folder: Path, manual: str) -> Iterator[ChunkFacts]:
    for path in (path for pattern in MANUALS[manual] for path in sorted(folder.glob(pattern))):
        content = read_document(path, path.name, None)
        chunks, _ = chunk_document(uuid5(NAMESPACE_URL, path.name), content, count_tokens, MAX_TOKENS)
        for chunk in chunks:
            yield ChunkFacts(
                id=chunk.id,
                document=path.name,
                document_name=path.name,
                document_title=content.title,
                ordinal=chunk.ordinal,
                heading=chunk.heading,
                content=chunk.content,
                terms=find_terms(chunk.content),
                links=tuple(
                    link
                    for link in content.links
                    if hasattr(link, "rel")
                    or link.heading == chunk.heading  # an older checkout wants these alone
                ),
            )


def main() -> None:
    folder, manuals = Path(sys.argv[1]), sys.argv[2:]
    found = {}
    for manual in manuals:
        chunks = list(facts(folder, manual))
        headings = {chunk.id: chunk.heading for chunk in chunks}
        graph = infer_concept_graph(manual, chunks)
        found[manual] = {
            "chunks": len(chunks),
            "concepts": [[each.name, [headings[id] for id in each.chunks]] for each in graph.concepts],
            "edges": [
                {
                    "concept": edge.concept,
                    "prerequisite": edge.prerequisite,
                    "state": getattr(edge, "state", "agreed"),
                    "evidence": [[item.kind, item.text] for item in edge.evidence],
                }
                for edge in graph.edges
            ],
            "cycles": [list(cycle) for cycle in graph.cycles],
        }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
