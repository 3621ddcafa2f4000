"""What stands within a line of a Trac wiki page: links, macros, code and emphasis."""

import re

from traclearn_documents.building import dropped_content
from traclearn_documents.building.outline import Outline

CLOSING = {"{{{": "}}}", "`": "`", "[[": "]]", "[": "]"}
SIGN = re.compile(
    r"(?P<escape>!(?=[\[{`^,'*/_~#&<A-Za-z]))?"
    r"(?:(?P<open>\{\{\{|`|\[\[|\[)"
    r"|(?P<address>(?<!\w)(?:https?|ftp|mailto|wiki|attachment|source):(?:\"[^\"\n]{1,300}\"|[^\s\"'<>|\[\]{}`]{1,2000}))"
    r"|(?P<emphasis>'''''|'''|''|\*\*|//|__|~~)"
    r"|(?P<sup>\^[^\^\s]{1,50}\^)|(?P<sub>,,[^,\n]{1,50},,)"
    r"|(?P<page>(?<![\w/@.])(?:[A-Z][a-z]+){2,8}(?:/[A-Z][A-Za-z]*){0,8}(?:#[\w.-]{1,100})?(?![\w/])))"
)
MACRO = re.compile(r"(?P<name>[\w/+-]+|\?)(?:\((?P<arguments>.*)\))?$", re.DOTALL)
MACROS = {
    *(
        "br",
        "image",
        "toc",
        "pageoutline",
        "titleindex",
        "recentchanges",
        "ticketquery",
        "timestamp",
        "include",
    ),
    *("macrolist", "intertrac", "interwiki", "knownmimetypes", "workflow", "tracini", "tracadminhelp"),
    *("tracguidetoc", "repositoryindex", "querychart", "subwiki", "span", "div"),
}
"""Which `[[Word]]` without brackets is a macro and no link."""
SINGLE = re.compile(r"(?:wiki:|[a-z][a-z0-9+.-]*:|[/#.?]|//)\S", re.IGNORECASE)
MAX_INLINE_CHARS = 2000
"""Characters between brackets, so that a page full of open ones takes no longer."""
END = ".,;:!?)"
"""What ends the sentence and not the address before it."""


class InlineMarkup:
    """Makes plain words of one paragraph."""

    def __init__(self, text: str, outline: Outline) -> None:
        self._text = text
        self._outline = outline

    def plain(self) -> str:
        parts: list[str] = []
        at = 0
        while found := SIGN.search(self._text, at):
            parts.append(self._text[at : found.start()])
            word, at = self._sign(found)
            parts.append(word)
        return "".join(parts) + self._text[at:]

    def _sign(self, found: re.Match[str]) -> tuple[str, int]:
        """What a sign stands for, and where the text goes on."""
        if found["escape"]:
            return found.group()[1:], found.end()
        if found["open"]:
            return self._opened(found["open"], found.end())
        if found["address"]:
            address = found["address"].rstrip(END)
            shown = address.removeprefix("wiki:").replace('"', "")
            self._outline.link(address.replace('"', ""), shown)
            return shown, found.start() + len(address)
        if found["page"]:
            self._outline.link(f"wiki:{found['page']}", found["page"])
            return found["page"], found.end()
        if found["sup"]:
            return found["sup"][:-1], found.end()
        below = (found["sub"] or "")[2:-2]
        return below if not below or below.isdigit() else f"_{below}", found.end()

    def _opened(self, opening: str, start: int) -> tuple[str, int]:
        closing = CLOSING[opening]
        end = self._text.find(closing, start, start + MAX_INLINE_CHARS)
        if end < 0:
            return opening, start
        inside = self._text[start:end]
        if opening == "[[":
            return self._double(inside), end + 2
        if opening == "[":
            single = self._single(inside)
            return (opening, start) if single is None else (single, end + 1)
        return f"`{inside}`", end + len(closing)

    def _double(self, inside: str) -> str:
        """`[[Macro(…)]]` or `[[target|label]]`."""
        macro = MACRO.match(inside)
        name = macro["name"].lower() if macro else ""
        if name == "br":
            return "\n"
        if macro and (macro["arguments"] is not None or name in MACROS or name == "?"):
            if name == "image":
                self._outline.dropped.add("picture", dropped_content.PICTURE)
            else:
                self._outline.dropped.add(f"macro “{macro['name'][:40]}”", "macros are not run")
            return ""
        if inside.startswith("=#"):
            return inside.partition(" ")[2]
        target, _, label = inside.partition("|")
        return self._link(target.strip(), label.strip())

    def _single(self, inside: str) -> str | None:
        """`[target label]`; None for brackets that are only brackets."""
        if inside.startswith("=#"):
            return inside.partition(" ")[2]
        quoted = inside.removeprefix("wiki:").startswith('"')
        if quoted:
            target, _, label = inside.removeprefix("wiki:")[1:].partition('"')
            return self._link(f"wiki:{target}", label.strip())
        if not SINGLE.match(inside):
            target, _, label = inside.partition(" ")
            page = SIGN.fullmatch(target)
            return self._link(f"wiki:{target}", label.strip()) if page and page["page"] else None
        target, _, label = inside.partition(" ")
        return self._link(target, label.strip())

    def _link(self, target: str, label: str) -> str:
        address = target if SINGLE.match(target) else f"wiki:{target}"
        shown = label or target.removeprefix("wiki:")
        self._outline.link(address.replace('"', ""), shown)
        return shown
