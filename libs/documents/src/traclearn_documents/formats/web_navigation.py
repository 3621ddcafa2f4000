"""What of a web page only leads elsewhere: permalinks, and links to the page before, behind and above."""

import re
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString

from traclearn_documents.formats import web_elements

RELATIONS = {
    "prev": "prev", "previous": "prev", "next": "next", "up": "up", "parent": "up", "home": "home",
    "top": "home", "start": "home", "contents": "home", "table of contents": "home", "index": "home",
}  # fmt: skip
"""By `rel` (HTML standard 4.6.7, and what DocBook, Texinfo and Sphinx add) or by the whole text of a link."""
PERMALINK = re.compile(r"[\s¶§#🔗⚓\ufe0f\u200b]*")
NO_NAVIGATION = ["h1", "h2", "h3", "h4", "h5", "h6", "pre", "img"]
MIN_LINKS = 2
"""Links that only say `previous` or `up` and together are navigation; one may stand in a sentence."""
MAX_LABEL_CHARS = 200
"""Characters beside the links: the titles of the pages, and what separates them."""


def is_permalink(link: Tag) -> bool:
    """Whether a link's text is only the sign by which a heading is linked to."""
    return "#" in str(link.get("href") or "") and bool(PERMALINK.fullmatch(link.get_text()))


def relation(link: Tag) -> str:
    """`prev`, `next`, `up`, `home`, or "" for a link that is none of them."""
    said = link.get("rel") or ()
    words = [said] if isinstance(said, str) else [*said]
    text = re.sub(r"\W+", " ", link.get_text()).strip()
    return next((RELATIONS[word] for word in map(str.lower, [*words, text]) if word in RELATIONS), "")


def navigation(body: Tag) -> list[Tag]:
    """The largest parts that hold links to other pages of a series and hardly anything else."""
    found: dict[int, Tag] = {}  # by identity: the one above the text equals the one below it
    for link in body.find_all("a", href=True):
        if not relation(link) or not found.keys().isdisjoint(map(id, link.parents)):
            continue
        part = link
        while isinstance(part.parent, Tag) and part.parent is not body and _holds_little(part.parent):
            part = part.parent
        if part is not link and (link.has_attr("rel") or _count(part) >= MIN_LINKS):
            found[id(part)] = part
        elif part is link and len(beside := _links_beside(link)) >= MIN_LINKS:
            found |= {id(each): each for each in beside}
    return list(found.values())


def _links_beside(link: Tag) -> list[Tag]:
    """The links of the same line, if nothing else stands on it; they may hang in all of the page."""
    line = [link]
    for siblings in (link.previous_siblings, link.next_siblings):
        for other in siblings:
            if isinstance(other, Tag) and other.name == "a":
                line.append(other)
            elif isinstance(other, Tag) and other.name not in web_elements.INLINE:
                break
            elif any(map(str.isalnum, other.get_text())):
                return []
    return line


def _count(part: Tag) -> int:
    return sum(bool(relation(link)) for link in part.find_all("a", href=True))


def _holds_little(part: Tag) -> bool:
    beside = 0
    for text in part.descendants:
        if isinstance(text, Tag):
            if text.name in NO_NAVIGATION:
                return False
        elif isinstance(text, NavigableString) and text.find_parent("a") is None:
            beside += len(text.strip())
            if beside > MAX_LABEL_CHARS:
                return False
    return True


def series(head: Tag) -> Iterator[tuple[str, str]]:
    """What the page's head says of the pages before and behind it: relation and address."""
    for link in head.find_all("link", href=True):
        if said := relation(link):
            yield said, str(link["href"])
