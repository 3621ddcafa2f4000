"""What a reader writes its findings into; keeps the headings, the links, the bounds and what is left out."""

import re
from typing import Any
from unicodedata import normalize

from traclearn_documents.building import pictures
from traclearn_documents.building.dropped_content import DroppedContent
from traclearn_documents.document import Block, BlockKind, Document, Heading, Link
from traclearn_documents.errors import Rejected

MAX_TEXT_CHARS = 5_000_000
"""Characters of one document; a thick textbook has two million."""
MAX_BLOCKS = 200_000
MAX_LINKS = 5_000
MAX_TITLE_CHARS = 300
NOISE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff\ufffe\uffff]")
"""What no reader shows and no database takes: controls, soft hyphens, zero-width spaces, half characters."""
FORMS = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
STYLED = re.compile("[\U0001d400-\U0001d7ff]+")
"""Letters that are only italic or bold: mathematics is written with them."""
UNTITLED = re.compile(
    r"(microsoft (word|powerpoint)\b.*|(untitled|document|presentation|powerpoint presentation|slide|folie)"
    r"[\s\d]*|.*\.(docx?|pptx?|odt|odp|md|html?|tex|dvi|pdf|indd|rtf|ipynb)|\W*)",
    re.IGNORECASE,
)
"""Titles that programs write and nobody chose."""


class Outline:
    """A document in the making. Readers set `title`, `front` and `pages` where the file says them."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.front: dict[str, Any] = {}
        self.pages: int | None = None
        self.dropped = DroppedContent()
        self._blocks: list[Block] = []
        self._links: list[Link] = []
        self._above: list[tuple[int, str]] = []
        self._length = 0

    @property
    def path(self) -> Heading:
        """The headings above what comes next."""
        return tuple(title for _, title in self._above)

    def heading(self, level: int, text: str, page: int | None = None) -> None:
        """Starts a section; `level` counts from 1, and levels may be left out.

        One with the words of the heading right before it takes its place: many files say their title twice.
        """
        text = " ".join(clean(text).split())
        if self._blocks and self._blocks[-1].kind == "heading" and self._blocks[-1].text == text:
            level = min(level, self._blocks.pop().level)
            self._above.pop()
        while self._above and self._above[-1][0] >= level:
            self._above.pop()
        if self._append("heading", text, page, level):
            self._above.append((level, text))

    def add(self, kind: BlockKind, text: str, page: int | None = None) -> None:
        """Adds a block under the headings so far; one that says nothing is passed over."""
        self._append(kind, clean(text), page, 0)

    def link(self, target: str, text: str, rel: str = "") -> None:
        """Notes a reference; what holds no address, and what is data itself, is none."""
        target = clean(target).strip()
        if target and len(target) <= 2000 and not target.lower().startswith(("data:", "javascript:")):
            if len(self._links) < MAX_LINKS:
                said = " ".join(clean(text).split())[:MAX_TITLE_CHARS]
                self._links.append(Link(target, said, self.path, rel))
            else:
                self.dropped.add("link", f"only the first {MAX_LINKS:,} links of a document are kept")

    def build(self, type: str, name: str) -> Document:
        """The finished document; `name` is its title if it says none itself."""
        return Document(
            title=self._title(name),
            type=type,
            blocks=tuple(self._blocks),
            dropped=self.dropped.all(),
            pages=self.pages,
            links=tuple(self._links),
            front=self.front,
        )

    def says_something(self) -> bool:
        """Whether there is anything but pictures and headings without a word in them."""
        return any(
            character.isalnum() for block in self._blocks for character in pictures.without(block.text)
        )

    def _append(self, kind: BlockKind, text: str, page: int | None, level: int) -> bool:
        text = text.strip("\n") if kind == "code" else text.strip()
        if not text.strip():
            return False
        self._length += len(text)
        if self._length > MAX_TEXT_CHARS or len(self._blocks) >= MAX_BLOCKS:
            raise too_long()
        self._blocks.append(Block(kind, text, self.path, page, level))
        return True

    def _title(self, name: str) -> str:
        own = " ".join(clean(self.title or "").split())
        if own and not UNTITLED.fullmatch(own):
            return own[:MAX_TITLE_CHARS]
        first = next((block.text for block in self._blocks if block.level == 1), name)
        return first[:MAX_TITLE_CHARS]


def clean(text: str) -> str:
    """The text without what cannot be shown or stored; line ends, spaces and ligatures are made plain."""
    text = NOISE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").translate(FORMS))
    return STYLED.sub(lambda letters: normalize("NFKC", letters.group()), text)


def too_long() -> Rejected:
    return Rejected(
        "too_long",
        f"The document holds more than {MAX_TEXT_CHARS:,} characters of text or {MAX_BLOCKS:,} paragraphs. "
        "Split it into several files, one for each chapter for example, and upload those.",
    )
