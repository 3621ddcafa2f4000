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
    assert told.blocks == [("heading", "Tides"), ("text", "Text here.")]
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


def test_lists_quotes_and_terms(parsed):
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


def test_exponents_code_and_mathml(parsed):
    told = parsed(
        webpage,
        "<p>10<sup>3</sup> H<sub>2</sub>O <code>ls</code> "
        "<math><mfrac><mi>a</mi><msup><mi>b</mi><mn>2</mn></msup></mfrac></math></p>",
    )
    assert told.texts("text") == ["10^3 H2O `ls` a/(b^2)"]


def test_front_matter_in_the_first_comment(parsed):
    told = parsed(webpage, "<!doctype html><!--\ntraclearn:\n  concept: tides\n--><p>Text</p>")
    assert told.front == {"concept": "tides"}


def test_the_declared_encoding_counts(read, made):
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
