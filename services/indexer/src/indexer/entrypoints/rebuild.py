"""`traclearn-indexer-rebuild`: what uploads taught comes into a new knowledge base, when the old one is lost.

Reads the same environment as the service, which does the work: this puts each live document's bytes under a
new key, and S3 tells of it. docs/recovery.md says what comes before and after.
"""

import argparse
import asyncio

from indexer.adapters import objects
from indexer.bootstrap import bootstrap
from indexer.settings import Settings


async def rebuild(settings: Settings) -> int:
    """Prints each document that is on its way; how many."""
    async with objects.connect(settings) as bucket:
        parts = bootstrap(settings, bucket)
        try:
            documents = await parts.uploads.index_again()
        finally:
            await parts.close()
            await parts.engine.dispose()
    for document in documents:
        print(document.name)
    return len(documents)


def main() -> None:
    argparse.ArgumentParser(prog="traclearn-indexer-rebuild", description=__doc__).parse_args()
    count = asyncio.run(rebuild(Settings()))
    print(f"{count} documents are indexed again. Wiki pages: trac-admin ENV learning resend-pages.")
