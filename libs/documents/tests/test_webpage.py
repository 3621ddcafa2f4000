"""Web pages without what is around the text."""

import pytest
from traclearn_documents.formats import webpage


def test_what_is_around_the_text_is_dropped_with_the_reason(parsed):
    told = parsed(
        webpage,
        "<html><head><title>Tides</title><style>p{}</style></head><body><nav>Menu</nav><script>x()</script>"
        "<h1>Tides</h1><p>Text <span aria-hidden=true>§</span><span hidden>no</span>here.</p>"
        "<img src=a.png><footer>Imprint</footer></body></html>",
    )
    assert told.title == "Tides"
    assert told.blocks == [("heading", "Tides"), ("text", "Text here."), ("text", "[Picture: a.png]")]
    assert set(told.lost) == {"2 surrounding parts", "hidden part", "picture", "script"}


def test_only_the_main_part_is_read_where_a_page_marks_it(parsed):
    told = parsed(webpage, "<body><p>Around</p><main><p>Inside</p></main><p>Around</p></body>")
    assert told.blocks == [("text", "Inside")]


def test_tables_keep_their_columns_whatever_spans_them(parsed):
    told = parsed(
        webpage,
        "<table><tr><th>a</th><th colspan=2>b</th></tr><tr><td rowspan=2>1</td><td>2</td><td>3</td></tr>"
        "<tr><td>4</td><td>5</td></tr></table>",
    )
    assert told.texts("table") == ["| a | b |  |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |"]


def test_a_table_that_only_arranges_the_page_is_none(parsed):
    told = parsed(
        webpage, "<table><tr><td><h2>Left</h2><p>text</p></td><td><pre>a\n  b</pre></td></tr></table>"
    )
    assert told.blocks == [("heading", "Left"), ("text", "text"), ("code", "a\n  b")]


def test_lists_quotes_and_terms_of_a_page_are_blocks_of_their_kind(parsed):
    told = parsed(
        webpage,
        "<ol start=3><li>three<ul><li>deep</li></ul></li><li><p>four</p></li></ol>"
        "<blockquote><p>one</p><p>two</p></blockquote><dl><dt>ebb</dt><dd>it falls</dd></dl>",
    )
    assert told.blocks == [
        ("list", "3. three\n  - deep\n4. four"),
        ("quote", "one\n\ntwo"),
        ("list", "- ebb\n  it falls"),
    ]


def test_exponents_code_and_mathml_become_readable_text(parsed):
    told = parsed(
        webpage,
        "<p>10<sup>3</sup> H<sub>2</sub>O <code>ls</code> "
        "<math><mfrac><mi>a</mi><msup><mi>b</mi><mn>2</mn></msup></mfrac></math></p>",
    )
    assert told.texts("text") == ["10^3 H2O `ls` a/(b^2)"]


def test_front_matter_is_read_from_the_first_comment(parsed):
    told = parsed(webpage, "<!doctype html><!--\ntraclearn:\n  concept: tides\n--><p>Text</p>")
    assert told.front == {"concept": "tides"}


def test_page_is_read_in_its_declared_encoding(read, made):
    page = '<html><head><meta charset="windows-1251"></head><body><p>Прилив</p></body></html>'
    assert read(made("page.html", page.encode("windows-1251"))).texts("text") == ["Прилив"]


def test_a_permalink_is_no_part_of_its_heading(parsed):
    told = parsed(
        webpage,
        "<h1>Tides<a class=headerlink href='#tides'>¶</a></h1><p>They rise<a href='#p1'> # </a>.</p>"
        "<p>As <a href='#tides'>told</a>.</p>",
    )
    assert told.blocks == [("heading", "Tides"), ("text", "They rise."), ("text", "As told.")]


@pytest.mark.parametrize(
    "around",
    [
        "<table><tr><th colspan=3>2. Tides</th></tr><tr><td><a href=1.html>Prev</a></td>"
        "<td><a href=i.html>Up</a></td><td><a href=3.html>Next</a></td></tr></table>",
        "<div><p>Next: <a rel=next href=3.html>Moons</a>, "
        "Previous: <a rel=prev href=1.html>Seas</a></p></div>",
        "<p><a href=1.html>« Previous</a> | <a href=3.html>Next »</a></p>",
    ],
)
def test_what_leads_through_a_series_is_not_text_and_says_the_order(parsed, around):
    told = parsed(webpage, f"<body><div>{around}<h1>Tides</h1><p>They rise.</p>{around}</div></body>")
    assert told.blocks == [("heading", "Tides"), ("text", "They rise.")]
    assert {(link.target, link.rel) for link in told.document.links} >= {
        ("1.html", "prev"),
        ("3.html", "next"),
    }


def test_a_sentence_with_a_link_to_the_next_page_is_text(parsed):
    told = parsed(webpage, "<p>The <a href=3.html>next</a> page is on moons.</p>")
    assert told.texts("text") == ["The next page is on moons."]


def test_the_order_that_a_page_declares_is_kept(parsed):
    told = parsed(webpage, "<head><link rel=prev href=1.html></head><body><p>Text</p></body>")
    assert [(link.target, link.rel) for link in told.document.links] == [("1.html", "prev")]


@pytest.mark.parametrize(
    "page",
    [
        "<div id=footer>Last updated 2024-05-31</div>",
        "<div class='site Footer'><p>Copyright 2026 by us. Some rights.</p><div class=footer>x</div></div>",
        "<ul class=breadcrumbs><li><a href=/>Home</a><li>Tides</ul>",
    ],
)
def test_a_part_that_is_called_a_footer_or_menu_is_one(parsed, page):
    told = parsed(webpage, f"<body>{page}<h1>Tides</h1><p>They rise.</p>{page}</body>")
    assert told.blocks == [("heading", "Tides"), ("text", "They rise.")]
    assert told.lost == ["2 surrounding parts"]


def test_a_section_that_is_called_navigation_is_text(parsed):
    told = parsed(webpage, "<div class=section id=navigation><h1>Navigation</h1><p>By stars.</p></div>")
    assert told.blocks == [("heading", "Navigation"), ("text", "By stars.")]


MENU = "<div><ul><li><a href=a>Home</a><li><a href=b>News</a><li><a href=c>Wiki</a></ul></div>"


def test_nothing_but_links_above_the_first_heading_is_a_menu_whose_links_are_kept_once(parsed):
    told = parsed(webpage, f"<body><p>Small. Fast.</p>{MENU}<h1>Tides</h1><p>They rise.</p></body>")
    assert told.blocks == [("text", "Small. Fast."), ("heading", "Tides"), ("text", "They rise.")]
    assert told.links == [("a", "Home"), ("b", "News"), ("c", "Wiki")]
    assert told.lost == ["surrounding part"]


def test_a_list_of_links_that_is_all_of_a_page_or_what_to_read_next_is_text(parsed):
    items = "- Home\n- News\n- Wiki"
    assert parsed(webpage, f"<body>{MENU}</body>").blocks == [("list", items)]
    told = parsed(webpage, f"<body><h1>Tides</h1><p>They rise.</p>{MENU}</body>")
    assert told.blocks[-1] == ("list", items)


def test_two_links_above_the_first_heading_are_text(parsed):
    told = parsed(webpage, "<body><p><a href=a>Seas</a>, <a href=b>Moons</a></p><h1>Tides</h1></body>")
    assert told.texts("text") == ["Seas, Moons"]


@pytest.mark.parametrize(
    "end",
    [
        "<table><tr><td><a href=a>Home</a><td><a href=b>Map</a><td><a href=c>Mail</a></table>",
        "<p><a href=a>Home</a> | <a href=b>Map</a> | <a href=c>Mail</a></p>",
    ],
)
def test_a_line_of_links_at_the_end_is_a_menu_even_above_a_footer(parsed, end):
    told = parsed(webpage, f"<body><h1>Tides</h1><p>They rise.</p>{end}<p class=footer>1999</p></body>")
    assert told.blocks == [("heading", "Tides"), ("text", "They rise.")]
    for text in (f"{end}<p>They rise.</p>", f"<p>They rise.</p><h2>See also</h2>{end}"):
        told = parsed(webpage, f"<body><h1>Tides</h1>{text}</body>")
        assert any("Home" in said for _, said in told.blocks)


def test_links_through_a_series_that_hang_beside_the_text_are_no_text(parsed):
    ways = "<a href=1.html>&lt;-previous</a><a href=i.html>All tides</a><a href=3.html>next-></a>"
    told = parsed(
        webpage, f"<body><div>{ways}<div><h2>Tides</h2><p>{'They rise. ' * 30}</p></div>{ways}</div>"
    )
    assert [kind for kind, _ in told.blocks] == ["heading", "text"]
    assert told.links[:3] == [("1.html", "<-previous"), ("i.html", "All tides"), ("3.html", "next->")]


def test_a_row_of_links_stays_in_its_table(parsed):
    row = "<tr><th>Jump to:<td><a href=a>A</a> <a href=b>B</a> <a href=c>C</a>"
    told = parsed(webpage, f"<body><h1>Tides</h1><p>They rise.</p><table>{row}</table></body>")
    assert "| Jump to: | A B C |" in told.texts("table")[0]
