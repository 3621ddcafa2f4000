"""Markdown, as CommonMark with tables and formulas has it."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from traclearn_documents.building import dropped_content, front_matter, pictures, rows
from traclearn_documents.building.flow import Flow
from traclearn_documents.building.outline import Outline
from traclearn_documents.formats import markdown_math

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
markdown_math.install(PARSER)


def read_text(text: str, outline: Outline) -> None:
    """Reads a file: its front matter, then its text."""
    found = front_matter.split(text)
    outline.front, outline.title = found.values, found.title
    blocks(found.rest, outline)


def blocks(text: str, outline: Outline) -> None:
    """Reads Markdown without front matter into an outline that may hold something already."""
    flow = Flow(outline)
    tokens = iter(PARSER.parse(text))
    for token in tokens:
        _block(token, tokens, flow)
    flow.flush()


def _block(token: Token, tokens: Iterator[Token], flow: Flow) -> None:
    match token.type:
        case "heading_open":
            flow.heading(int(token.tag[1:]), _text(next(tokens), flow, described=False))
        case "inline":
            flow.add_paragraph(_text(token, flow))
        case "fence" | "code_block":
            flow.add_whole("code", token.content)
        case "math_block":
            flow.add_whole("formula", token.content)
        case "table_open":
            flow.add_whole("table", _table(tokens, flow))
        case "html_block":
            _html(token.content, flow)
        case _:
            _container(token, flow)


def _container(token: Token, flow: Flow) -> None:
    match token.type:
        case "bullet_list_open":
            flow.open_list()
        case "ordered_list_open":
            flow.open_list(int(token.attrGet("start") or 1))
        case "bullet_list_close" | "ordered_list_close":
            flow.close_list()
        case "list_item_open":
            flow.open_item()
        case "blockquote_open":
            flow.open_quote()
        case "blockquote_close":
            flow.close_quote()


def _table(tokens: Iterator[Token], flow: Flow) -> str:
    """The rows up to the table's end."""
    found: list[list[str]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline":
            found[-1].append(_text(token, flow))
    return rows.table(found)


def _html(content: str, flow: Flow) -> None:
    if content.lstrip().startswith("<!--") and content.rstrip().endswith("-->"):
        flow.outline.dropped.add("comment", dropped_content.COMMENT)
        return
    from traclearn_documents.formats import webpage

    webpage.fragment(content, flow)


def _text(token: Token, flow: Flow, described: bool = True) -> str:
    """The words of a paragraph or heading; its links and pictures are noted on the way.

    `described`: what is said of a picture is text, too.
    """
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for child in token.children or ():
        if child.type == "link_open":
            links.append((str(child.attrGet("href") or ""), len(parts)))
        elif child.type == "link_close" and links:
            target, since = links.pop()
            flow.outline.link(target, pictures.without("".join(parts[since:])))
        elif child.type == "image":
            address = str(child.attrGet("src") or "")
            parts += [pictures.mark(child.content, address)] if described else []
            flow.outline.dropped.add("picture", dropped_content.PICTURE)
        else:
            parts.append(_word(child))
    return "".join(parts)


def _word(token: Token) -> str:
    match token.type:
        case "code_inline":
            return f"`{token.content}`"
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if token.content.lower().startswith("<br") else ""
        case _:
            return token.content
