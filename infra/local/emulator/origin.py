"""Which web pages may speak to an emulator: the browser beside it runs those of the whole world.

Imported by the Python of each emulator, so it needs nothing but the standard library.
"""

from dataclasses import dataclass, field

NAMES = ("localhost", "127.0.0.1")


@dataclass(frozen=True)
class Origins:
    """`pages` are paths that a browser may show; `forms` maps (method, path) to the origin that may send it.

    Everything else that comes from a browser is refused. Other programs send neither Origin nor Sec-Fetch-*.
    """

    port: int
    pages: frozenset = frozenset()
    forms: dict = field(default_factory=dict)

    def refusal(self, method, path, headers):
        """Why the request is refused, or "". `headers` are pairs with lower-case names, repeated or not."""
        named = {}
        for name, value in headers:
            named[name] = f"{named[name]},{value}" if name in named else value
        if named.get("host") not in {f"{name}:{self.port}" for name in NAMES}:
            return "This server has another name."  # or a page on a name of its own that it points here
        if "origin" not in named and not any(name.startswith("sec-fetch-") for name in named):
            return ""
        if method == "GET" and path in self.pages and self._is_visit(named):
            return ""
        origin = self.forms.get((method, path))
        if origin and named.get("origin") == origin:
            return ""
        return "Web pages may not do this."

    @staticmethod
    def _is_visit(named):
        """Whether it fills the window: no frame, image or script of another page."""
        return (named.get("sec-fetch-mode"), named.get("sec-fetch-dest")) == ("navigate", "document")
