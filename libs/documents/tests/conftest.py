"""Reading as the worker does it: through the sandbox, one for all tests."""

import asyncio
from pathlib import Path

import pytest
from traclearn_documents import Sandbox
from traclearn_documents.building.outline import Outline
from traclearn_documents.errors import Rejected


class Told:
    """A document, put the way that tests ask about it."""

    def __init__(self, document):
        self.document = document
        self.title, self.front, self.type = document.title, document.front, document.type
        self.blocks = [(block.kind, block.text) for block in document.blocks]
        self.headings = [(block.level, block.text) for block in document.blocks if block.kind == "heading"]
        self.lost = [loss.what for loss in document.dropped]
        self.links = [(link.target, link.text) for link in document.links]

    def texts(self, kind):
        return [text for other, text in self.blocks if other == kind]


@pytest.fixture(scope="session")
def files():
    return Path(__file__).parent / "files"


@pytest.fixture(scope="session")
def read():
    """Reads a file, maybe under another name, and raises Rejected."""
    with asyncio.Runner() as runner:
        sandbox = Sandbox()
        yield lambda path, name=None, type=None: Told(runner.run(sandbox.read(path, name or path.name, type)))
        runner.run(sandbox.close())


@pytest.fixture
def rejected(read):
    """The reason for which a file is rejected, and the words."""

    def why(path, name=None, type=None):
        with pytest.raises(Rejected) as caught:
            read(path, name, type)
        return caught.value.reason, caught.value.detail

    return why


@pytest.fixture
def parsed():
    """What a reader of texts makes of one, in this process."""

    def parse(reader, text):
        outline = Outline()
        reader.read_text(text, outline)
        return Told(outline.build("text/plain", "name"))

    return parse


@pytest.fixture
def made(tmp_path):
    """Writes a file of text or bytes."""

    def make(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make
