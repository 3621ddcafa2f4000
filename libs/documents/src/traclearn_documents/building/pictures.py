"""What a text says of its pictures, which are not read: that one is there, and what its file says of it."""

import re
from urllib.parse import unquote, urlsplit

MAX_CHARS = 300
"""Of what is said of one."""
FILE = re.compile(r"[^\s?#]*\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?)", re.IGNORECASE)
BADGE = re.compile(r"\bshields\.io/|\bbadgen\.net/|\bbadge\b", re.IGNORECASE)
"""In an address: it says how a build is, not what is taught."""
ICON = re.compile(
    r"\W*(?:(?:note|tip|hint|caution|warning|important|danger|logo|icon|prev(?:ious)?|next|up|home)\W*)?",
    re.IGNORECASE,
)
MARK = re.compile(r"\[Picture(?:: [^\[\]]*)?\]")


def mark(alternative: str, address: str) -> str:
    """What stands in the picture's place: its alternative text, else the name of its file.

    "" where it is a badge, an icon, or tells nothing but the name of a remark's kind.
    """
    said = " ".join(alternative.split()).replace("[", "(").replace("]", ")")
    if BADGE.search(address) or (said and ICON.fullmatch(said)):
        return ""
    if not said or FILE.fullmatch(said):
        said = _file_name(said or address)
    if len(said) > MAX_CHARS:
        said = said[:MAX_CHARS].rsplit(None, 1)[0].rstrip() + "…"
    return f"[Picture: {said}]" if said else "[Picture]"


def without(text: str) -> str:
    """The words around the pictures."""
    return MARK.sub("", text)


def _file_name(address: str) -> str:
    """The last part of a path; "" for what is data itself or cannot be read."""
    if address.lower().startswith("data:"):
        return ""
    try:
        name = unquote(urlsplit(address.strip()).path).rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
    return " ".join(name.replace("[", "(").replace("]", ")").split())
