"""Pictures of web pages."""

from bs4 import Tag

from traclearn_documents.building import pictures
from traclearn_documents.formats import web_elements

NAMES = ("img", "picture", "svg")
MAX_ICON_PIXELS = 32
"""Of width and height, as the page gives them: nothing is drawn there that is to be read."""


def mark(tag: Tag) -> str:
    """What stands in its place. With an empty `alt`, hidden or small it is there to please, and a drawing
    within the page that has no title is an icon."""
    if tag.name == "picture":
        inner = tag.find("img")
        return mark(inner) if isinstance(inner, Tag) else ""
    if tag.has_attr("hidden") or web_elements.HIDDEN.search(str(tag.get("style") or "")):
        return ""
    if tag.name == "svg":
        title = tag.find("title", recursive=False)
        said = str(tag.get("aria-label") or (title.get_text() if title else ""))
        return pictures.mark(said, "") if said.strip() else ""
    alternative = tag.get("alt")
    if (alternative is not None and not str(alternative).strip()) or _is_small(tag):
        return ""
    return pictures.mark(str(alternative or ""), str(tag.get("src") or ""))


def _is_small(tag: Tag) -> bool:
    sizes = [str(tag.get(side) or "").removesuffix("px") for side in ("width", "height")]
    return all(size.isdecimal() and len(size) < 5 and int(size) <= MAX_ICON_PIXELS for size in sizes)
