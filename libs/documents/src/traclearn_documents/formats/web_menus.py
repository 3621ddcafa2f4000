"""Menus and footers of web pages that have no element of their own: `nav` and `footer` are new in HTML 5."""

from bs4 import Tag
from bs4.element import NavigableString

NAMES = {"footer", "nav", "navbar", "navigation", "breadcrumb", "breadcrumbs"}
"""Ids and classes that say it."""
PARTS = ["div", "ul", "ol", "p", "table"]
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
CONTENT = [*HEADINGS, "pre"]
"""What no menu holds: a section that is called `Navigation` has a heading."""
LISTS = ["ul", "ol", "dl"]
MIN_LINKS = 3
"""Links that are a menu when nothing but signs is between them."""


def named_parts(body: Tag) -> list[Tag]:
    """Parts that are called so."""
    return [part for part in body.find_all(PARTS) if _is_called_so(part) and not part.find(CONTENT)]


def menus(body: Tag) -> list[Tag]:
    """Parts of nothing but links above the first heading, and lines and tables of them at the end.

    A list of links at the end is text: it may be what to read next.
    """
    above = _parts_of(_links_above_headings(body), body)
    last = _parts_of(_last_links(body), body)
    return [*above, *(part for part in last if part.name not in LISTS and not part.find(LISTS))]


def is_within(tag: Tag, body: Tag) -> bool:
    return any(parent is body for parent in tag.parents)  # `in` would compare all that they hold


def _is_called_so(part: Tag) -> bool:
    names = [str(part.get("id") or ""), *(part.get("class") or ())]
    return not NAMES.isdisjoint(map(str.lower, names))


def _links_above_headings(body: Tag) -> list[Tag]:
    """[] for a page without headings: the links may be all that it says."""
    first = body.find(HEADINGS)
    links = first.find_all_previous("a", href=True) if isinstance(first, Tag) else []
    return [link for link in links if is_within(link, body)]


def _last_links(body: Tag) -> list[Tag]:
    """From the last one back to the text; [] when they are all of a section: `See also`."""
    found: list[Tag] = []
    for text in filter(_says_something, reversed(body.find_all(string=True))):
        link = _link_of(text)
        if text.find_parent(HEADINGS):
            break
        if link is None:
            return found
        found.append(link)
    return []


def _parts_of(links: list[Tag], body: Tag) -> list[Tag]:
    """The largest parts around the links that hold nothing but links, of those that hold enough."""
    found: dict[int, Tag] = {}  # by identity, as in `web_navigation`
    others = {id(body)}  # each is looked through once: a list may be long
    for link in links:
        if not found.keys().isdisjoint(map(id, link.parents)):
            continue
        part = link
        while isinstance(part.parent, Tag) and id(part.parent) not in others:
            if not _is_only_links(part.parent):
                others.add(id(part.parent))
                break
            part = part.parent
        found[id(part)] = part
    whole = (part for part in found.values() if part.name in PARTS)  # a row is no menu, nor is an item
    return [part for part in whole if len(part.find_all("a", href=True)) >= MIN_LINKS]


def _is_only_links(part: Tag) -> bool:
    for each in part.descendants:
        if isinstance(each, Tag) and each.name in CONTENT:
            return False
        if isinstance(each, NavigableString) and _says_something(each) and not _link_of(each):
            return False
    return True


def _link_of(text: NavigableString) -> Tag | None:
    return text.find_parent("a", href=True)


def _says_something(text: NavigableString) -> bool:
    """Whether it holds a letter or a number that a reader of the page sees."""
    return type(text) is NavigableString and any(map(str.isalnum, text))
