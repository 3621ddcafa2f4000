"""Web pages: what a reader of the page would read, without what is around it."""

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from traclearn_documents.building import front_matter, pictures
from traclearn_documents.building.flow import Flow
from traclearn_documents.building.outline import Outline
from traclearn_documents.formats import web_elements, web_menus, web_navigation, web_pictures, web_table

HEADINGS = {f"h{level}": level for level in range(1, 7)}
SIGNS = {**dict.fromkeys(("code", "kbd", "samp", "tt"), ("`", "`")), "sup": ("^", ""), "sub": ("_", "")}
Leave = Callable[[], None]
SPACE = re.compile(r"[ \t\r\n\f]+")
TEX_SCRIPT = re.compile(r"math/tex", re.IGNORECASE)


def read_text(text: str, outline: Outline) -> None:
    """Reads a page: its main part if it marks one, else all of its body."""
    soup = BeautifulSoup(text, "lxml")
    outline.title = soup.title.get_text() if soup.title else None
    _front(soup, outline)
    main = soup.find_all("main") or soup.find_all(role="main")
    body = soup.body or soup
    if len(main) == 1 and isinstance(main[0], Tag):
        body = main[0]
        outline.dropped.add(
            "surrounding part", "the page marks its main part; what is outside of it is not read"
        )
    _navigation(soup, body, outline)
    flow = Flow(outline)
    Page(flow).read(body)
    flow.flush()


def fragment(text: str, flow: Flow) -> None:
    """Reads a piece of HTML within something else."""
    Page(flow).read(BeautifulSoup(text, "lxml"))


def _front(soup: BeautifulSoup, outline: Outline) -> None:
    """Front matter in the first comment of the page."""
    comment = soup.find(string=lambda string: isinstance(string, Comment))
    if isinstance(comment, Comment) and front_matter.TRACLEARN_KEY.search(comment):
        found = front_matter.split(f"{comment.strip()}\n") if comment.strip().startswith("---") else None
        parsed = (found.values, found.title) if found else front_matter.parse(comment)
        if parsed:
            outline.front = parsed[0]
            outline.title = parsed[1] or outline.title


def _navigation(soup: BeautifulSoup, body: Tag, outline: Outline) -> None:
    """Notes how the page stands in a series, and takes out what only leads through it."""
    for rel, target in web_navigation.series(soup):
        outline.link(target, "", rel)
    for find in (web_menus.named_parts, web_navigation.navigation, web_menus.menus):
        for part in [*find(body)]:
            if not web_menus.is_within(part, body):
                continue  # it went with one above it
            for link in part.find_all("a", href=True) or [part]:
                outline.link(str(link.get("href") or ""), link.get_text(" "), web_navigation.relation(link))
            part.extract()
            outline.dropped.add("surrounding part", web_elements.AROUND)


class Page:
    """Walks through a tree without recursion: pages may be nested as deeply as they like."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._words: list[str] = []
        self._in_heading = False

    def read(self, root: Tag) -> None:
        todo: list[PageElement | Leave] = [root]
        while todo:
            node = todo.pop()
            if isinstance(node, Tag):
                leave = self._enter(node)
                if leave is not None:
                    todo += [leave, *reversed(node.contents)]
            elif isinstance(node, NavigableString):
                if not isinstance(node, PreformattedString):
                    self._words.append(SPACE.sub(" ", node))
            elif callable(node):
                node()
        self._paragraph()

    def _enter(self, tag: Tag) -> Leave | None:
        """Begins an element; what it returns ends it. None: its children are not to be visited."""
        if self._left_out(tag):
            return None
        enter = ENTER.get(tag.name)
        if enter is not None:
            return enter(self, tag)
        return _nothing if tag.name in web_elements.INLINE else self._block(tag)

    def _left_out(self, tag: Tag) -> bool:
        if tag.name == "script" and TEX_SCRIPT.search(str(tag.get("type"))):
            self._formula(f"${tag.get_text().strip()}$", "display" in str(tag.get("type")))
            return True
        if tag.name in web_pictures.NAMES:
            self._picture(tag)
        loss = web_elements.loss(tag)
        if loss is not None:
            self._flow.outline.dropped.add(*loss)
        return loss is not None or web_elements.is_silent(tag)

    def _picture(self, tag: Tag) -> None:
        if not (self._in_heading or web_elements.is_silent(tag)):
            self._words.append(web_pictures.mark(tag))

    def _block(self, _: Tag) -> Leave:
        self._paragraph()
        return self._paragraph

    def _paragraph(self) -> None:
        """Ends the words so far. A heading takes all that is in it."""
        if not self._in_heading:
            self._flow.add_paragraph(self._taken())
        elif self._words:
            self._words.append(" ")

    def _taken(self, since: int = 0) -> str:
        words = "".join(self._words[since:])
        del self._words[since:]
        return "\n".join(line.strip() for line in words.split("\n"))

    def _heading(self, tag: Tag) -> Leave:
        self._paragraph()
        self._in_heading = True

        def leave() -> None:
            self._in_heading = False
            text = self._taken()
            if web_elements.LABEL.fullmatch(text):
                self._flow.add_paragraph(text)
            else:
                self._flow.heading(HEADINGS[tag.name], text)

        return leave

    def _list(self, tag: Tag) -> Leave:
        self._paragraph()
        start = str(tag.get("start") or "1")
        self._flow.open_list(
            int(start) if start.isdecimal() and len(start) < 9 else 1
        ) if tag.name == "ol" else (self._flow.open_list())
        return self._then(self._flow.close_list)

    def _item(self, _: Tag) -> Leave:
        self._paragraph()
        self._flow.open_item()
        return self._paragraph

    def _quote(self, _: Tag) -> Leave:
        self._paragraph()
        self._flow.open_quote()
        return self._then(self._flow.close_quote)

    def _then(self, close: Leave) -> Leave:
        def leave() -> None:
            self._paragraph()
            close()

        return leave

    def _code(self, tag: Tag) -> None:
        self._paragraph()
        for line_break in tag.find_all("br"):
            line_break.replace_with("\n")
        self._flow.add_whole("code", tag.get_text())

    def _break(self, _: Tag) -> None:
        self._words.append("\n")

    def _math(self, tag: Tag) -> None:
        self._formula(web_table.formula_of(tag), tag.get("display") == "block")

    def _formula(self, text: str, block: bool) -> None:
        if block and not self._in_heading:
            self._paragraph()
            self._flow.add_whole("formula", f"${text}$" if text.startswith("$") else text)
        else:
            self._words.append(text)

    def _table(self, tag: Tag) -> Leave | None:
        self._paragraph()
        if web_table.is_layout(tag):
            return self._paragraph
        caption, text = web_table.read_table(tag, self._flow.outline)
        self._flow.add_paragraph(caption)
        self._flow.add_whole("table", text)
        return None

    def _link(self, tag: Tag) -> Leave | None:
        if web_navigation.is_permalink(tag):
            return None
        since = len(self._words)

        def leave() -> None:
            said = pictures.without("".join(self._words[since:]))
            self._flow.outline.link(str(tag.get("href") or ""), said)

        return leave

    def _sign(self, tag: Tag) -> Leave:
        before, behind = (
            ("", "") if tag.name == "sub" and tag.get_text().strip().isdigit() else SIGNS[tag.name]
        )
        self._words.append(before)
        return lambda: self._words.append(behind)


def _nothing() -> None:
    pass


ENTER: dict[str, Callable[[Page, Tag], Leave | None]] = {
    **dict.fromkeys(HEADINGS, Page._heading),
    **dict.fromkeys(("ul", "ol", "dl"), Page._list),
    **dict.fromkeys(("li", "dt"), Page._item),
    **dict.fromkeys(SIGNS, Page._sign),
    "blockquote": Page._quote,
    "pre": Page._code,
    "br": Page._break,
    "math": Page._math,
    "table": Page._table,
    "a": Page._link,
}
