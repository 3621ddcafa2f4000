"""The wiki pages that Trac brings: `trac-admin initenv` loads them, and migration 001 does as it does."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import Connection, text

VARIABLE = "TRAC_DEFAULT_PAGES"
INSTALLED = ".traclearn/tools/trac/lib/python2.7/site-packages/trac/wiki/default-pages"
"""Where `make install` puts them, below the repository's root."""
WRITABLE = frozenset({"InterMapTxt", "SandBox", "WikiStart"})
"""The pages that `initenv` does not mark as read-only."""
INSERT = text("""
    INSERT INTO wiki (name, version, time, author, text, readonly)
    VALUES (:name, 1, (extract(epoch FROM now()) * 1000000)::bigint, 'trac', :text, :readonly)""")


def locate_pages(root: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of the pinned Trac's pages. Raises SystemExit where it is missing."""
    folder = Path(environment.get(VARIABLE) or root / INSTALLED)
    if not (folder / "WikiStart").is_file():
        raise SystemExit(
            f"A new database gets Trac's default pages, and they are not in {folder}: run `make install`, "
            f"or set {VARIABLE} to the folder trac/wiki/default-pages of Trac 1.4.4."
        )
    return folder


def read_pages(folder: Path) -> list[dict[str, object]]:
    """The rows of `wiki`, by name. Line ends stay: the pages have both kinds."""
    files = {unquote(path.name): path for path in folder.iterdir() if path.is_file()}
    return [
        {"name": name, "text": files[name].read_bytes().decode(), "readonly": int(name not in WRITABLE)}
        for name in sorted(files)
    ]


def load_pages(connection: Connection, folder: Path) -> None:
    """Into an empty `wiki`, inside the connection's transaction."""
    connection.execute(INSERT, read_pages(folder))
