"""`make scale`: writes the tables of docs/scale.md; with `--check` it fails where they differ."""

import sys
from pathlib import Path

from benchmarks.scale.document import render

DOCUMENT = Path("docs/scale.md")


def main() -> int:
    known = DOCUMENT.read_text()
    new = render(known)
    if "--check" in sys.argv[1:]:
        return int(new != known)
    DOCUMENT.write_text(new)
    return 0


if __name__ == "__main__":
    sys.exit(main())
