"""Number: a stem is more than a name may lose, since `commit` and `committing` are two things."""

IRREGULAR = {
    "indices": "index",
    "vertices": "vertex",
    "matrices": "matrix",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "schemata": "schema",
    "leaves": "leaf",
    "halves": "half",
    "children": "child",
    "people": "person",
    "caches": "cache",
}
SAME = frozenset({"series", "species", "news", "always", "alias", "bias", "canvas", "atlas", "gas", "lens"})
PLURALS = (
    ("sses", "ss"),
    ("iases", "ias"),
    ("yses", "ysis"),
    ("eses", "esis"),
    ("xes", "x"),
    ("zzes", "z"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("oes", "o"),
)


def singular(word: str) -> str:
    """Of a word in lower case; it need not be right as long as both forms come to the same."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in SAME:
        return word
    if word.endswith("ies"):
        return word[:-1] if len(word) == 4 else word[:-3] + "y"
    for plural, single in PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + single
    return word[:-1]
