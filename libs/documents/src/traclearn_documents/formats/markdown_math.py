"""TeX in Markdown: `$…$`, `$$…$$`, `\\(…\\)` and `\\[…\\]` stay as written, stars and underlines included."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from traclearn_documents.building import formula

INLINE = re.compile(
    r"\$\$(?=\S)[^$]{1,1000}\$\$|\$(?![\s$])[^$\n]{0,300}(?<![\s\\])\$(?!\d)|\\\([^\n]{1,300}?\\\)|\\\[[^\n]{1,1000}?\\\]"
)
"""As Pandoc has it: no space inside the dollars and no digit behind them, so that `$5 and $6` is money."""


def install(parser: MarkdownIt) -> None:
    parser.block.ruler.before(
        "code", "math", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.inline.ruler.before("escape", "math", _inline)


def _block(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    first = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    if state.is_code_block(line) or not first.startswith(("$$", "\\[")):
        return False
    behind = _behind(state, line, last, first)
    if behind and not silent:
        token = state.push("math_block", "math", 0)
        token.content = state.getLines(line, behind, state.tShift[line], False)
        state.line = behind
    return bool(behind)


def _behind(state: StateBlock, line: int, last: int, first: str) -> int | None:
    """The line behind the formula that begins on `line`."""
    until = min(last, line + formula.MAX_FORMULA_LINES)
    lines = [state.src[state.bMarks[at] : state.eMarks[at]] for at in range(line, until)]
    if first.startswith("\\["):
        closing = next((at for at, text in enumerate(lines) if text.rstrip().endswith("\\]")), None)
        return None if closing is None else line + closing + 1
    behind = formula.end(lines, 0)
    return None if behind is None else line + behind


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    found = INLINE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("math_inline", "math", 0).content = found.group()
    state.pos = found.end()
    return True
