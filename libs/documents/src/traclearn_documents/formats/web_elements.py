"""Which elements of a web page are its text, which are around it, and which only look so."""

import re

from bs4 import Tag

from traclearn_documents.building import dropped_content

AROUND = "it stands around the text: menus, footers and forms are not taught"
UNREAD = {
    **dict.fromkeys(("script", "style", "noscript", "template"), ("script", "programs are not read")),
    **dict.fromkeys(
        ("nav", "footer", "form", "button", "select", "dialog", "menu"), ("surrounding part", AROUND)
    ),
    **dict.fromkeys(("img", "picture", "svg", "canvas"), ("picture", dropped_content.PICTURE)),
    **dict.fromkeys(
        ("iframe", "object", "embed", "video", "audio"), ("embedded part", "it lies in another file")
    ),
}
SILENT = {
    *(
        "head",
        "title",
        "meta",
        "link",
        "input",
        "textarea",
        "annotation",
        "col",
        "colgroup",
        "source",
        "track",
    ),
}
ROLES = {"navigation", "contentinfo", "search", "banner", "menu", "toolbar", "dialog"}
EDGES = {"header", "footer"}
"""What LibreOffice calls its pages' headers and footers."""
INLINE = set(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small
    span strike strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905 - a list of forty would take forty lines
)
LABEL = re.compile(r"\W*(?:note|tip|hint|caution|warning|important|danger|attention)s?\W*", re.IGNORECASE)
"""A heading that only says what kind of remark follows: what comes after the remark is not under it."""
HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def loss(tag: Tag) -> tuple[str, str] | None:
    """What an author is told of an element that is left out with all that is in it, and why."""
    if tag.name in UNREAD:
        return UNREAD[tag.name]
    if tag.get("role") in ROLES or tag.get("title") in EDGES:
        return UNREAD["nav"]
    if tag.has_attr("hidden") or HIDDEN.search(str(tag.get("style") or "")):
        return "hidden part", "nobody who opens the page sees it"
    return None


def is_silent(tag: Tag) -> bool:
    """Whether it holds no text, or text that stands elsewhere too."""
    return tag.name in SILENT or tag.get("aria-hidden") == "true"
