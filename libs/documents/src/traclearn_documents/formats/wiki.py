"""Pages of Trac's wiki, without asking Trac: every line is looked at once, whatever it holds."""

import re

from traclearn_documents.building import dropped_content, formula, front_matter, rows
from traclearn_documents.building.flow import Flow
from traclearn_documents.building.outline import Outline
from traclearn_documents.formats.wiki_inline import InlineMarkup

MAX_DIV_DEPTH = 20
"""Levels of `{{{#!div` within each other that are read as wiki text."""
OPENING = re.compile(r"\s*\{\{\{(?:\s*|#!.*)")
HEADING = re.compile(r"\s{0,3}(={1,6})\s+(\S.*)")
ANCHOR = re.compile(r"(?:^|\s)#[\w:.-]+$")
ITEM = re.compile(r"(\s*)(?:[-*]|(\d{1,4}|[a-zA-Z]|[ivxIVX]{1,5})\.)\s+(?=\S)")
RULE = re.compile(r"\s*-{4,}\s*")
TEXTUAL = {"div", "span", "td", "th", "tr", "table", "box", "important", "note", "warning", "tip"}
TEX = {"latex", "latexmath", "math", "tex"}


def read_text(text: str, outline: Outline) -> None:
    """Reads a page, front matter between dashes or in a comment at its top included."""
    found = front_matter.split(text)
    outline.front, outline.title = found.values, found.title
    above = text.count("\n", 0, len(text) - len(found.rest))
    flow = Flow(outline)
    Page(flow, found.rest.split("\n"), above).read()
    flow.flush()


class Page:
    """Goes through lines of wiki text; those of a `{{{#!div` are a page of their own."""

    def __init__(self, flow: Flow, lines: list[str], above: int = 0, depth: int = 0) -> None:
        self._flow = flow
        self._outline = flow.outline
        self._lines = lines
        self._above = above
        self._depth = depth
        self._paragraph: list[str] = []
        self._lists: list[tuple[int, bool]] = []
        self._quoted = False

    def read(self) -> None:
        at = 0
        while at < len(self._lines):
            at = self._block(at) or self._formula(at) or self._table(at) or self._line(at)
        self._end()

    def _line(self, at: int) -> int:
        line = self._lines[at]
        heading = HEADING.fullmatch(line)
        item = ITEM.match(line)
        if heading:
            self._end()
            title = ANCHOR.sub("", heading[2].rstrip()).rstrip("= \t")
            self._flow.heading(len(heading[1]), self._words(title))
        elif not line.strip() or RULE.fullmatch(line):
            self._pause()
        elif item:
            self._item(item, line[item.end() :])
        elif not self._term(line):
            self._text(line)
        return at + 1

    def _text(self, line: str) -> None:
        """A line of a paragraph: indented it belongs to the list above or is a quote."""
        cited = line.startswith(">")
        indented = line[:1].isspace()
        if self._lists and not indented:
            self._end()
        if not self._lists and (cited or indented) != self._quoted:
            self._end()
            if cited or indented:
                self._flow.open_quote()
                self._quoted = True
        self._paragraph.append(line.lstrip("> \t").rstrip() if cited else line.strip())

    def _item(self, item: re.Match[str], rest: str) -> None:
        indent, ordered = len(item[1]), item[2] is not None
        self._say()
        if self._quoted:
            self._end()
        while self._lists and (self._lists[-1][0] > indent or self._lists[-1] == (indent, not ordered)):
            self._lists.pop()
            self._flow.close_list()
        if not self._lists or self._lists[-1][0] < indent:
            self._lists.append((indent, ordered))
            start = int(item[2]) if ordered and item[2].isdecimal() else 1
            self._flow.open_list(start if ordered else None)
        self._flow.open_item()
        self._paragraph = [rest.strip()]

    def _term(self, line: str) -> bool:
        """` term:: what it means`, an item of a list."""
        term, found, meaning = line.partition("::")
        if not (found and line[0].isspace() and term.strip() and (not meaning or meaning[0].isspace())):
            return False
        self._say()
        if self._quoted or not self._lists or self._lists[-1][1]:
            self._end()
            self._lists.append((len(line) - len(line.lstrip()), False))
            self._flow.open_list()
        self._flow.open_item()
        self._paragraph = [f"{term.strip()}: {meaning.strip()}"]
        return True

    def _formula(self, at: int) -> int | None:
        end = formula.end(self._lines, at)
        if end:
            self._say()
            self._flow.add_whole("formula", "\n".join(self._lines[at:end]))
        return end

    def _table(self, at: int) -> int | None:
        end = at
        found: list[list[str]] = []
        while end < len(self._lines) and self._lines[end].lstrip().startswith("||"):
            row = [self._lines[end].strip()]
            while row[-1].endswith("\\") and end + 1 < len(self._lines):
                end += 1
                row += [row.pop()[:-1], self._lines[end].strip()]
            found.append("".join(row)[2:].removesuffix("||").split("||"))
            end += 1
        if end == at:
            return None
        self._say()
        headed = any(cell.strip().startswith("=") for cell in found[0])
        cells = [[self._words(cell.strip().strip("=").strip()) for cell in row] for row in found]
        self._flow.add_whole("table", rows.table(cells, headed=headed))
        return end

    def _block(self, at: int) -> int | None:
        """`{{{` to its `}}}`, or to the end of the page."""
        if not OPENING.fullmatch(self._lines[at]):
            return None
        depth, end = 1, at + 1
        while end < len(self._lines):
            depth += 1 if OPENING.fullmatch(self._lines[end]) else -(self._lines[end].strip() == "}}}")
            if depth == 0:
                break
            end += 1
        inside = self._lines[at + 1 : end]
        processor = self._lines[at].strip()[3:].strip()
        first = at + 1
        if not processor.startswith("#!") and inside and inside[0].strip().startswith("#!"):
            processor, inside, first = inside[0].strip(), inside[1:], at + 2
        self._processed(processor[2:].split()[0].lower() if processor[2:].split() else "", inside, first)
        return end + 1

    def _processed(self, processor: str, lines: list[str], above: int) -> None:
        self._say()
        text = "\n".join(lines)
        if processor == "comment":
            self._comment(text, above)
        elif processor in TEXTUAL and self._depth < MAX_DIV_DEPTH:
            Page(self._flow, lines, self._above + above, self._depth + 1).read()
        elif processor in TEX:
            self._flow.add_whole("formula", text if "$" in text else f"$${text.strip()}$$")
        elif processor == "html":
            from traclearn_documents.formats import webpage

            webpage.fragment(text, self._flow)
        elif processor in {"csv", "tsv"}:
            sign = "," if processor == "csv" else "\t"
            self._flow.add_whole("table", rows.table([line.split(sign) for line in lines]))
        else:
            self._flow.add_whole("code", text)

    def _comment(self, text: str, above: int) -> None:
        if front_matter.TRACLEARN_KEY.search(text) and not self._outline.front:
            dashed = "\n".join("" if line.strip() == "---" else line for line in text.split("\n"))
            values, title = front_matter.parse(dashed, self._above + above) or ({}, None)
            self._outline.front, self._outline.title = values, title or self._outline.title
        else:
            self._outline.dropped.add("comment", dropped_content.COMMENT)

    def _words(self, text: str) -> str:
        return InlineMarkup(text, self._outline).plain()

    def _say(self) -> None:
        lines, self._paragraph = self._paragraph, []
        if lines:
            self._flow.add_paragraph(self._words(" ".join(lines)))

    def _pause(self) -> None:
        """An empty line ends a paragraph and a quote; a list may go on behind it."""
        self._say()
        if self._quoted:
            self._end()

    def _end(self) -> None:
        self._say()
        while self._lists:
            self._lists.pop()
            self._flow.close_list()
        if self._quoted:
            self._quoted = False
            self._flow.close_quote()
