"""What every learner reads by HTTP, with tokens of our own pool and a corpus that stands still."""

import time
from types import SimpleNamespace

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from indexer.entrypoints import api as routes
from jwt.algorithms import RSAAlgorithm
from traclearn_corpus.reading import DocumentText, Found, Hit, TextPassage
from traclearn_identity import Guard, Keys, Verifier

ISSUER, WEB = "https://issuer.test/pool", "web"
DOCUMENT = "0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11"
TEXT, SEARCH = f"/api/v1/content/{DOCUMENT}/passages", "/api/v1/content/search"
PASSAGE = TextPassage("p1", 0, ("Levels",), 2, "text", "A statement sees what was committed.")


class StillCorpus:
    """Finds one hit, and one document in revision 3; both note what they were asked."""

    def __init__(self):
        self.asked = []
        self.text = DocumentText(DOCUMENT, "a.pdf", "A", "upload", "git", 3, 1, (PASSAGE,), (), None)

    async def find(self, text, k, *, subject=None):
        self.asked.append((text, k, subject))
        hit = Hit("p1", DOCUMENT, "a.pdf", "A", "git", ("Levels",), 2, PASSAGE.content, "concept", 0.8)
        return Found((hit,), 1, by_meaning=True)

    async def read(self, _graph, document, **part):
        self.asked.append((str(document), part))
        return self.text


@pytest.fixture
def corpus(monkeypatch):
    corpus = StillCorpus()
    monkeypatch.setattr(routes, "read_document_text", corpus.read)
    return corpus


@pytest.fixture
async def client(corpus):
    private = generate_private_key(public_exponent=65537, key_size=2048)

    async def fetch():
        jwk = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
        return {"keys": [jwk | {"kid": "k", "use": "sig", "alg": "RS256"}]}

    guard = Guard(Verifier(issuer=ISSUER, client_id=WEB, machine_client_id="machine", keys=Keys(fetch)))
    apart = dict.fromkeys(("uploads", "catalogue", "concept_graphs", "concept_decisions", "graph"))
    app = routes.api(SimpleNamespace(guard=guard, search=corpus, **apart))
    claims = {"iss": ISSUER, "exp": int(time.time()) + 60, "sub": "ann", "aud": WEB, "token_use": "id"}
    token = jwt.encode(claims | {"cognito:groups": []}, private, "RS256", headers={"kid": "k"})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://indexer") as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


async def test_learner_reads_the_part_that_is_asked_for(client, corpus):
    reply = await client.get(TEXT, params={"after": 4, "limit": 2, "passage": "p1"})
    assert reply.status_code == 200
    (passage,) = reply.json()["passages"]
    assert passage == {
        **{"id": "p1", "ordinal": 0, "heading": ["Levels"], "page": 2, "kind": "text"},
        "content": PASSAGE.content,
    }
    await client.get(TEXT)
    assert corpus.asked == [
        (DOCUMENT, {"after": 4, "limit": 2, "passage": "p1"}),
        (DOCUMENT, {"after": -1, "limit": 50, "passage": None}),
    ]


async def test_text_that_is_known_is_not_sent_again(client, corpus):
    tag = (await client.get(TEXT)).headers["ETag"]
    again = await client.get(TEXT, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    corpus.text = DocumentText(DOCUMENT, "a.pdf", "A", "upload", "git", 4, 1, (PASSAGE,), (), None)
    assert (await client.get(TEXT, headers={"If-None-Match": tag})).status_code == 200


async def test_document_that_is_not_live_is_not_found(client, corpus):
    corpus.text = None
    reply = await client.get(TEXT)
    assert (reply.status_code, "not in the material now" in reply.json()["message"]) == (404, True)


async def test_learner_finds_what_the_contract_says_and_nothing_of_the_authors_graph(client, corpus):
    reply = await client.get(SEARCH, params={"q": "rows", "k": 3, "subject": "git"})
    (hit,) = reply.json()["hits"]
    assert (hit["chunk"], hit["subject"], "concept" in hit) == ("p1", "git", False)
    assert corpus.asked == [("rows", 3, "git")]


@pytest.mark.parametrize(
    "address",
    [
        *(
            f"{TEXT}?{part}"
            for part in ("limit=0", "limit=201", "after=-2", "after=x", "passage=" + "x" * 101)
        ),
        *(f"{SEARCH}?{asked}" for asked in ("q=", "q=" + "x" * 1001, "q=a&k=51", "q=a&k=0", "k=5")),
    ],
)
async def test_what_is_beyond_the_bounds_is_refused(client, corpus, address):
    assert (await client.get(address)).status_code == 400
    assert corpus.asked == []


@pytest.mark.parametrize("address", [TEXT, f"{TEXT}/p1", f"{SEARCH}?q=rows"])
async def test_strangers_read_nothing(client, corpus, address):
    del client.headers["Authorization"]
    assert (await client.get(address)).status_code == 401
    assert corpus.asked == []


async def test_learners_get_nothing_of_the_authors_routes(client):
    for path in ("", f"/{DOCUMENT}", "/concepts"):
        assert (await client.get(f"/api/v1/content{path}")).status_code == 403
