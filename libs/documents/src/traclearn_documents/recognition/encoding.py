"""Bytes of a text file made into characters, whatever program wrote them."""

import codecs
import re

from traclearn_documents.errors import Rejected

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 stands before UTF-16, whose mark its own begins with."""
SAMPLE_BYTES = 200_000
"""Bytes that an unknown encoding is guessed from."""
MAX_GUESS_CHAOS = 0.2
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MAX_CONTROLS_SHARE = 0.005
"""The share of control characters beyond which a text is none."""
LETTER = re.compile(r"[^\W\d_]")
ACCENTED = re.compile("[À-ÖØ-öø-ÿŒœŠšŽžŸ]")
MAX_ACCENTED_SHARE = 0.25
"""Of the letters of a text in a western language; in other alphabets nearly all look accented."""
ODD = re.compile(r"[¦¨¬¯¸¹º³¾ƒˆ˜‡¥¢¤](?=[^\W\d_])|[ÐÝÞðýþ¤]")
"""What stands within words only if the letters of another alphabet are read as western ones."""
ADVICE = "Save it as UTF-8 and upload it again."
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)


def decode(data: bytes, *, markup: bool = False) -> str:
    """The text; `markup` may say its own encoding. Rejected when nobody can tell what letters it holds."""
    text = _declared(data) if markup else None
    text = _marked(data) or _utf8(data) or text or _guessed(data)
    if len(CONTROLS.findall(text[:SAMPLE_BYTES])) > MAX_CONTROLS_SHARE * min(len(text), SAMPLE_BYTES):
        raise Rejected("bad_encoding", f"This is not text: it is full of control characters. {ADVICE}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _marked(data: bytes) -> str | None:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                name = encoding.removesuffix("-sig").upper()
                detail = f"The file says that it is {name}, but byte {error.start + 1:,} is not. {ADVICE}"
                raise Rejected("bad_encoding", detail) from error
    return None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _declared(data: bytes) -> str | None:
    found = DECLARED.search(data[:4096])
    try:
        return data.decode(found.group(1).decode("ascii")) if found else None
    except (LookupError, UnicodeError):
        return None


def _guessed(data: bytes) -> str:
    if b"\x00" in data:
        raise Rejected("bad_encoding", f"This is not text: it holds bytes that no text file has. {ADVICE}")
    western = _western(data)
    if western is not None:
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_BYTES]).best()
    if best is None or best.chaos > MAX_GUESS_CHAOS:
        raise Rejected("bad_encoding", f"Nobody can tell in which encoding this text is written. {ADVICE}")
    return data.decode(best.encoding, errors="replace")


def _western(data: bytes) -> str | None:
    """Windows' and ISO's western letters where they make sense: statistics guess short texts badly."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = len(LETTER.findall(text))
    accented = len(ACCENTED.findall(text))
    return None if ODD.search(text) or accented > MAX_ACCENTED_SHARE * letters else text
