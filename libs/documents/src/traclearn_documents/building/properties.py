"""What office programs and PDFs say about a document as a whole."""

import re
from typing import Any

MAX_SUBJECT_CHARS = 100
KEYWORD = re.compile(r"(?:^|[,;\s])subject\s*[:=]\s*([^,;]{1,100})", re.IGNORECASE)


def front(subject: str | None, keywords: str | None) -> dict[str, Any]:
    """The `subject` of the front matter: the property Subject, or a keyword `subject: …`; {} without them."""
    keyword = KEYWORD.search(keywords or "")
    words = " ".join((keyword.group(1) if keyword else subject or "").split())
    return {"subject": words} if words and len(words) <= MAX_SUBJECT_CHARS else {}
