"""PDFs: pages have no paragraphs, headings or columns; they are found again."""


def test_two_columns_are_read_one_after_the_other(read, files):
    told = read(files / "currents-latex.pdf")
    assert told.headings == [
        (1, "Tidal currents"),
        (2, "1 Streams and heights"),
        (3, "1.1 Continuity"),
        (3, "1.2 Friction"),
        (2, "2 Measuring"),
        (2, "3 Energy from streams"),
    ]
    friction = next(text for text in told.texts("text") if text.startswith("The bed of the sea"))
    assert friction.endswith("the conservation of angular momentum.")


def test_ligatures_exponents_and_parted_words_are_whole(read, files):
    said = " ".join(read(files / "currents-latex.pdf").texts("text"))
    assert "The efficient mariner" in said
    assert "horizontal flow" in said
    assert "10^3 metres" in said
    assert "A well-known rule of thumb" in said


def test_tables_formulas_and_code_of_a_latex_pdf_are_blocks_of_their_kind(read, files):
    told = read(files / "currents-latex.pdf")
    assert "| Saint-Malo | 12 m | 5 knots |" in told.texts("table")[0]
    (equation,) = told.texts("formula")
    assert "Q = b d u" in equation
    assert told.texts("code") == ['speed = c * shift / (2 * pitch)\nif speed < 0:\n   print("ebb")']


def test_page_numbers_and_running_heads_are_dropped_once(read, files):
    told = read(files / "tides-chromium.pdf")
    heads = [loss for loss in told.document.dropped if loss.what.startswith("header or footer")]
    assert [loss.why for loss in heads] == ["it repeats on 2 pages"] * 2
    assert not any("file://" in text for text in told.texts("text"))


def test_blocks_of_a_pdf_carry_their_page(read, files):
    document = read(files / "tides-libreoffice.pdf").document
    assert document.pages == 2
    assert {block.page for block in document.blocks} == {1, 2}
    assert next(block.page for block in document.blocks if block.kind == "code") == 2


def test_the_formula_that_was_drawn_last_stands_where_it_is_seen(read, files):
    kinds = [block.kind for block in read(files / "tides-libreoffice.pdf").document.blocks if block.page == 1]
    at = kinds.index("formula")
    assert kinds[at - 1 : at + 2] == ["text", "formula", "text"]
    assert "table" in kinds[at:]
