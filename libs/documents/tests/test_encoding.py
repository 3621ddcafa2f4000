"""Letters, whatever program saved them."""

import random

import pytest
from traclearn_documents.errors import Rejected
from traclearn_documents.recognition.encoding import decode

GERMAN = "# Überschrift\n\nGrößere Übungen für Anfänger – „ganz“ leicht"
RUSSIAN = "Приливы и отливы вызваны притяжением Луны и Солнца. " * 5
POLISH = "Przypływy są spowodowane przyciąganiem Księżyca. Łódź żegluje. " * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-32"),
        (GERMAN, "cp1252"),
        ("Übung für Anfänger", "latin-1"),
        (RUSSIAN, "cp1251"),
        (POLISH, "cp1250"),
        ("潮汐は月と太陽の引力によって起こります。" * 5, "shift_jis"),
    ],
)
def test_a_text_is_read_in_the_encoding_that_it_has(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data",
    [
        random.Random(1).randbytes(50_000),
        b"text \x00 with NUL",
        b"\xff\xfe\x00\xd8",
        b"\x01\x02\x03" * 100,
    ],
    ids=["noise", "a NUL", "half a UTF-16 letter", "controls"],
)
def test_what_is_no_text_is_rejected_with_advice(data):
    with pytest.raises(Rejected) as caught:
        decode(data)
    assert caught.value.reason == "bad_encoding"
    assert "Save it as UTF-8" in caught.value.detail


def test_line_ends_of_all_systems_become_newlines():
    assert decode(b"a\r\nb\rc") == "a\nb\nc"
