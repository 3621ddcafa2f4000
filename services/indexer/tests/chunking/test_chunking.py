"""Documents cut into chunks: what stays together, what fits, and what an edit moves."""

import re
from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexer.domain.chunking.chunker import chunk_document
from indexer.domain.chunking.embedded_text import heading_line
from indexer.domain.chunking.sections import ONLY_LINKS
from traclearn_documents import Block, Document, Link

DOCUMENT = UUID("00000000-0000-0000-0000-000000000001")
LIMIT = 256


def count(text):
    """Like a word-piece tokenizer: long words are several tokens, punctuation is one, two are special."""
    return 2 + len(re.findall(r"\w{1,6}|[^\w\s]", text))


def sentence(words, name="word"):
    return f"The {name} " + " ".join(["speaks"] * (words - 3)) + " aloud."


def paragraph(tokens, name="word"):
    """So many tokens in sentences of ten."""
    return " ".join(sentence(9, f"{name}{number}"[:6]) for number in range(tokens // 10))


def cut(*blocks, before=(), limit=LIMIT, count=count):
    return chunk_document(DOCUMENT, Document("Title", "text/markdown", blocks), count, limit, before)[0]


def dropped(*blocks):
    return chunk_document(DOCUMENT, Document("Title", "text/markdown", blocks), count, LIMIT)[1]


def text(content, *heading, kind="text", page=None):
    return Block(kind, content, heading, page)


def heading(title, *above):
    return Block("heading", title, above, level=len(above) + 1)


def squeezed(content):
    return "".join(content.split())


# What stays together


def test_short_neighbours_share_a_chunk_and_sections_never_do():
    first, second, third = cut(
        heading("A"), text("One.", "A"), text("Two.", "A"), heading("B"), text("Three.", "B"), text("Four.")
    )
    assert (first.content, first.heading) == ("One.\n\nTwo.", ("A",))
    assert (second.content, second.heading) == ("Three.", ("B",))
    assert (third.content, third.heading) == ("Four.", ())
    assert [chunk.ordinal for chunk in (first, second, third)] == [0, 1, 2]


def test_two_sections_of_the_same_title_stay_apart():
    assert len(cut(text("One.", "Example"), heading("Example"), text("Two.", "Example"))) == 2


def test_chunks_of_text_are_near_the_aim_rather_than_full():
    chunks = cut(*(text(paragraph(60, f"p{number}")) for number in range(12)))
    assert all(100 <= chunk.tokens <= 200 for chunk in chunks)


def test_a_paragraph_that_fits_is_whole_however_long():
    long = paragraph(230)
    assert long in [chunk.content for chunk in cut(text(paragraph(90)), text(long), text(paragraph(90)))]


@pytest.mark.parametrize("kind", ["table", "code", "formula", "list"])
def test_what_is_introduced_stays_with_its_introduction(kind):
    body = "\n".join(f"- entry {number} | value" for number in range(20))
    chunks = cut(text(paragraph(120)), text("This is how it is done:"), text(body, kind=kind))
    assert f"This is how it is done:\n\n{body}" in [chunk.content for chunk in chunks]
    assert chunks[-1].kind == kind


def test_code_stays_with_the_sentence_above_it_even_without_a_colon():
    code = "\n".join(f"call({number})" for number in range(30))
    chunks = cut(text(paragraph(140)), text("The loop calls it."), text(code, kind="code"))
    assert chunks[-1].content == f"The loop calls it.\n\n{code}"


def test_a_chunk_is_on_the_page_of_its_first_block():
    (chunk,) = cut(text("One.", page=3), text("Two.", page=4))
    assert chunk.page == 3


# What is too large


def test_a_large_table_is_cut_at_rows_and_each_part_has_the_header():
    rows = [f"| {number} | {'value ' * 8}|" for number in range(40)]
    head = "| key | value |\n|---|---|"
    chunks = cut(text("\n".join([head, *rows]), kind="table"))
    assert len(chunks) > 1 and all(chunk.content.startswith(head + "\n|") for chunk in chunks)
    assert [line for chunk in chunks for line in chunk.content.splitlines()[2:]] == [
        row.strip() for row in rows
    ]
    assert all(chunk.tokens <= LIMIT for chunk in chunks)


def test_a_header_that_would_take_most_of_each_part_is_not_repeated():
    head = "| " + "column " * 90 + "|"
    chunks = cut(text("\n".join([head, *["| a | b |"] * 90]), kind="table"))
    assert len(chunks) > 1 and sum(head in chunk.content for chunk in chunks) == 1


def test_large_code_is_cut_between_lines_where_something_new_begins():
    code = "\n".join(f"def function_{n}(argument):\n" + "    work(argument)\n" * 9 for n in range(12))
    chunks = cut(text(code, kind="code"))
    assert len(chunks) > 1 and all(chunk.content.startswith("def ") for chunk in chunks)


def test_code_keeps_its_indentation_where_it_is_cut():
    line = "    deep(inside, of, something)"
    chunks = cut(text("\n".join([line] * 60), kind="code"))
    assert len(chunks) > 1 and all(chunk.content.startswith(line) for chunk in chunks)


def test_a_large_list_is_cut_between_its_outermost_items():
    items = [f"- item {n} {'word ' * 9}\n  - below {n} {'word ' * 9}" for n in range(12)]
    chunks = cut(text("\n".join(items), kind="list"))
    assert len(chunks) > 1 and all(chunk.content.startswith("- item") for chunk in chunks)


def test_a_large_paragraph_is_cut_between_sentences():
    chunks = cut(text(paragraph(900)))
    assert len(chunks) > 4 and all(chunk.content.endswith("aloud.") for chunk in chunks)


def test_abbreviations_end_no_sentence():
    chunks = cut(
        text(" ".join(f"See e.g. Fig. 3 by J. Doe et al. Then number {n} follows." for n in range(40)))
    )
    assert all(chunk.content.startswith("See e.g.") or chunk.content.startswith("Then") for chunk in chunks)


@pytest.mark.parametrize("kind", ["text", "table", "code", "list", "formula", "quote"])
@pytest.mark.parametrize(
    "content", ["word " * 2000, "x" * 9000, "".join(chr(0x4E00 + n % 5000) for n in range(3000)), "()" * 3000]
)
def test_what_has_no_place_to_cut_still_fits(kind, content):
    chunks = cut(text(content + "a", kind=kind))
    assert all(chunk.tokens <= LIMIT and count(chunk.passage) == chunk.tokens for chunk in chunks)
    assert squeezed("".join(chunk.content for chunk in chunks)) == squeezed(content + "a")


def test_wide_gaps_are_closed():
    (chunk,) = cut(text("One." + " " * 9000 + "Two." + "\n" * 9000 + "Three."))
    assert chunk.content == "One. Two.\n\nThree."


def test_one_word_that_counts_as_one_token_does_not_make_an_endless_chunk():
    def words(passage):
        return 2 + len(passage.split())

    chunks = cut(text("x" * 100_000), count=words)
    assert max(len(chunk.content) for chunk in chunks) <= LIMIT * 16


def test_tokens_that_only_the_whole_has_are_counted():
    def greedy(passage):
        return count(passage) + 3 * passage.count("\n\n")

    chunks = cut(*(text(paragraph(20)) for _ in range(90)), count=greedy)
    assert all(greedy(chunk.passage) <= LIMIT for chunk in chunks)


# Headings in the passage


def test_the_passage_is_the_content_under_its_headings():
    (chunk,) = cut(text("One.", "Course", "Chapter"))
    assert chunk.passage == "Course › Chapter\nOne."


def test_a_long_path_is_short_in_the_passage_and_whole_in_the_heading():
    path = tuple(f"A rather long title of a section, number {depth}" for depth in range(8))
    (chunk,) = cut(text("One.", *path))
    assert chunk.heading == path
    assert heading_line(path).endswith(path[-1]) and len(heading_line(path).encode()) <= 160


@pytest.mark.parametrize("title", ["." * 5000, "x" * 5000, "语" * 5000, "long words " * 500])
def test_an_absurd_title_leaves_room_for_the_content(title):
    def bytes_(passage):
        return 2 + len(passage.encode())

    chunks = cut(text(paragraph(200), title), count=bytes_)
    assert all(chunk.tokens <= LIMIT for chunk in chunks) and max(chunk.tokens for chunk in chunks) > 150


def test_an_embedder_that_takes_too_little_is_refused():
    with pytest.raises(ValueError, match="at least 192 tokens"):
        cut(text("One."), limit=100)


# What is left out


def test_blocks_without_a_letter_or_digit_are_dropped_with_the_reason():
    first, second = dropped(text("***", page=2), text("  ", kind="table"), text("A.", "H"), text("1", "H"))
    assert (first.what, first.page) == ("text “***”", 2) and "nothing" in first.why
    assert second.what == "empty table"


def test_a_formula_of_symbols_is_kept():
    assert [chunk.content for chunk in cut(text("∮ ≠ ∅", kind="formula"))] == ["∮ ≠ ∅"]


def test_a_heading_above_nothing_is_dropped_and_one_above_a_section_is_not():
    found = dropped(
        heading("A"), heading("B", "A"), text("One.", "A", "B"), heading("Empty"), text("-", "Empty")
    )
    assert [each.what for each in found] == ["text “-”", "heading “Empty”"]


# Ids


def test_ids_come_from_the_document_the_headings_and_the_content():
    (chunk,) = cut(text("One.", "A"))
    assert cut(text("Before.", "Z"), heading("A"), text("One.", "A", page=9))[1].id == chunk.id
    others = [cut(text("One.", "B"))[0], cut(text("Two.", "A"))[0]]
    other_document = chunk_document(UUID(int=2), Document("", "", (text("One.", "A"),)), count, LIMIT)[0][0]
    assert chunk.id not in {each.id for each in (*others, other_document)}


def test_repetitions_have_ids_of_their_own_that_stay():
    once = cut(heading("A"), text("Same.", "A"))
    twice = cut(heading("A"), text("Same.", "A"), heading("A"), text("Same.", "A"))
    assert len({chunk.id for chunk in twice}) == 2 and once[0].id == twice[0].id


# Locality

WORDS = ["branch", "commit", "snapshot", "parent", "HEAD", "index", "merge", "line", "of", "the", "a"]


@st.composite
def block(draw, path, number):
    """Its number is in each of its lines and sentences, so that a chunk can be seen to hold it."""
    kind = draw(st.sampled_from(["text", "text", "text", "list", "code", "table", "formula", "quote"]))
    words = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)))
    repeated = draw(st.sampled_from([1, 2, 5, 12, 60]))
    end = draw(st.sampled_from([".", ":", ""]))
    joint = "\n" if kind in ("code", "table", "list") else " "
    return Block(kind, joint.join([f"Number {number} {words}{end}"] * repeated), path)


@st.composite
def document(draw):
    """Blocks in up to four sections, of which two may have the same title."""
    blocks = []
    for title in draw(st.lists(st.sampled_from("ABC"), min_size=1, max_size=4)):
        blocks.append(heading(title))
        for _ in range(draw(st.integers(0, 12))):
            blocks.append(draw(block((title,), len(blocks))))
    return blocks


@st.composite
def edited(draw):
    """A document, one of its blocks, and the document with it replaced, followed by new ones, or gone."""
    before = draw(document().filter(lambda blocks: any(each.kind != "heading" for each in blocks)))
    at = draw(st.sampled_from([at for at, each in enumerate(before) if each.kind != "heading"]))
    new = [draw(block(before[at].heading, 1000 + n)) for n in range(draw(st.integers(0, 2)))]
    kept_too = draw(st.booleans())
    return before, at, [*before[:at], *([before[at]] if kept_too else []), *new, *before[at + 1 :]]


def holding(chunks, block):
    """Places of the chunks that hold a part of the block; its text names it."""
    name = re.search(r"Number \d+", block.text)[0]
    return [at for at, chunk in enumerate(chunks) if re.search(rf"{name}\b", chunk.content)]


@given(edited())
def test_an_edit_moves_only_the_chunks_of_the_block_and_their_neighbours(case):
    blocks, at, changed = case
    before = cut(*blocks)
    after = cut(*changed, before=before)
    touched = holding(before, blocks[at])
    near = Counter(chunk.content for chunk in before[max(0, min(touched) - 1) : max(touched) + 2])
    lost = Counter(chunk.content for chunk in before if chunk.id not in {each.id for each in after})
    assert lost <= near, "of chunks that say the same under the same headings, any may be the one that goes"
    assert cut(*changed, before=after) == after, "cutting the same again changes nothing"


@given(document())
def test_every_block_is_in_the_chunks_once_and_in_order(blocks):
    chunks = cut(*blocks)
    lines = [line for each in blocks if each.kind != "heading" for line in each.text.splitlines()]
    kept = iter(squeezed("".join(chunk.content for chunk in chunks)))
    assert all(character in kept for character in squeezed("".join(lines)))
    assert all(count(chunk.passage) == chunk.tokens <= LIMIT for chunk in chunks)
    tables = any(each.kind == "table" for each in blocks)
    assert tables or squeezed("".join(chunk.content for chunk in chunks)) == squeezed("".join(lines))


@given(document(), document())
def test_whatever_came_before_the_chunks_are_sound(old, new):
    chunks = cut(*new, before=cut(*old))
    without_tables = [each for each in new if each.kind not in ("heading", "table")]
    whole = squeezed("".join(chunk.content for chunk in chunks))
    assert all(squeezed(each.text) in whole for each in without_tables)
    assert len({chunk.id for chunk in chunks}) == len(chunks)


def test_a_sentence_changed_within_a_large_paragraph_moves_little():
    sentences = [sentence(9, f"n{number}") for number in range(100)]
    before = cut(text(" ".join(sentences)))
    sentences[50] = "Something else is said here now."
    after = cut(text(" ".join(sentences)), before=before)
    assert len({chunk.id for chunk in before} - {chunk.id for chunk in after}) == 1


def test_a_section_moved_keeps_its_chunks():
    def section(title):
        return [heading(title), *(text(paragraph(70, f"{title}{n}"), title) for n in range(6))]

    before = cut(*section("A"), *section("B"), *section("C"))
    after = cut(*section("C"), *section("A"), *section("B"), before=before)
    assert {chunk.id for chunk in before} == {chunk.id for chunk in after}


def test_chunks_that_no_longer_fit_a_smaller_embedder_are_cut_anew():
    blocks = [text(paragraph(300, f"p{number}")) for number in range(3)]
    chunks = cut(*blocks, before=cut(*blocks, limit=512))
    assert len(chunks) >= 3 and all(chunk.tokens <= LIMIT for chunk in chunks)


# Cost


@pytest.mark.parametrize("content", ["x", paragraph(40), paragraph(40) + "\n" + "}\n" * 200])
def test_the_work_grows_with_the_document_and_not_faster(content):
    """Counting is what costs: some calls a block, and none of them for a large text again and again."""
    calls = characters = 0

    def counted(passage):
        nonlocal calls, characters
        calls += 1
        characters += len(passage)
        return count(passage)

    def work(blocks):
        nonlocal calls, characters
        calls = characters = 0
        cut(*(text(f"{content} {n}", kind="code") for n in range(blocks)), count=counted)
        return calls, characters

    small, large = work(200), work(2000)
    assert all(more <= 12 * less for less, more in zip(small, large, strict=True))
    assert large[1] <= 5 * 2000 * (len(content) + 5)


def test_lists_of_links_are_no_chunk_unless_there_is_nothing_else():
    links = tuple(Link(f"{name}.html", name, ("Course",)) for name in ("Keys", "Joins", "Locks"))
    contents = text("- Keys\n- Joins\n- Locks", "Course", kind="list")
    told = text("- Keys are what finds a row\n- Joins bring rows together", "Course", kind="list")
    document = Document("Course", "text/html", (contents, told), links=links)
    chunks, left_out = chunk_document(DOCUMENT, document, count, LIMIT)
    assert [chunk.content for chunk in chunks] == [told.text]
    assert [each.why for each in left_out] == [ONLY_LINKS]
    chunks, _ = chunk_document(DOCUMENT, replace(document, blocks=(contents,)), count, LIMIT)
    assert [chunk.content for chunk in chunks] == [contents.text]
