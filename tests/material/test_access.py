"""Who may bring material, what a grant allows, and what bad requests are told."""

import httpx
import pytest

from .author import Author, handbook

pytestmark = [pytest.mark.stack]

TEXT = handbook("Rows lie in pages, and a page is read as a whole.")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/content"),
        ("GET", "/api/v1/content"),
        ("GET", "/api/v1/content/0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11"),
        ("DELETE", "/api/v1/content/0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11"),
        ("GET", "/api/v1/content/concepts"),
        ("POST", "/api/v1/content/concepts/edges"),
        ("POST", "/api/v1/content/concepts/names"),
    ],
)
def test_learners_get_403_and_strangers_401(stack, method, path):
    learner = Author(stack, "LEARNER")
    try:
        reply = learner.http.request(method, path, json={} if method == "POST" else None)
        assert (reply.status_code, "authors" in reply.json()["message"]) == (403, True), reply.text
        forged = {"x-traclearn-learner": "somebody", "x-traclearn-groups": "WyJhdXRob3JzIl0="}
        for url in (stack.env["TRACLEARN_URL"], stack.env["INDEXER_URL"]):
            assert httpx.request(method, url + path, headers=forged).status_code == 401
    finally:
        learner.close()


def test_a_grant_is_for_one_key_one_size_and_one_type(stack, author, live_corpus, name):
    grant = author.grant(name("one.md"), len(TEXT), type="text/markdown")
    other = {**grant, "fields": {**grant["fields"], "key": f"content/{grant['document']}/999"}}
    assert author.post(other, TEXT).status_code == 403
    typed = {**grant, "fields": {**grant["fields"], "Content-Type": "text/html"}}
    assert author.post(typed, TEXT).status_code == 403
    assert author.post(grant, TEXT + b" and more").status_code == 400
    assert author.post(grant, TEXT[:-1]).status_code == 400
    unsigned = {key: value for key, value in grant["fields"].items() if "signature" not in key}
    assert author.post({**grant, "fields": unsigned}, TEXT).status_code >= 400
    assert author.post(grant, TEXT).status_code in (200, 204)
    author.wait(grant["document"], 1)


def test_bad_requests_say_what_is_wrong(author, name):
    for body, said in [
        ({"files": []}, "files"),
        ({"files": [{"name": "a.md"}]}, "size"),
        ({"files": [{"name": "", "size": 1}]}, "name"),
        ({"files": [{"name": "a\0b", "size": 1}]}, "name"),
        ({"files": [{"name": "a.md", "size": -1}]}, "size"),
        ({"files": [{"name": "a.md", "size": 1, "key": "mine"}]}, "key"),
        ({"files": [{"name": "a.md", "size": 1}] * 101}, "files"),
    ]:
        reply = author.http.post("/api/v1/content", json=body)
        assert (reply.status_code, said in reply.json()["message"]) == (400, True), reply.text
    assert author.http.post("/api/v1/content", content=b"{").status_code == 400
    empty, huge = author.grant(name("e.md"), 0), author.grant(name("h.md"), 2 * 1024**3)
    assert (empty["state"], huge["state"]) == ("refused", "refused")
    assert "52,428,800 is the most" in huge["reason"]
    for path in ("not-a-uuid", "0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11"):
        assert author.http.get(f"/api/v1/content/{path}").status_code in (400, 404)


@pytest.fixture
def learner(stack):
    learner = Author(stack, "LEARNER")
    yield learner
    learner.close()


@pytest.fixture
def document(author, live_corpus, name):
    """Live: its address and its first chunk."""
    grant = author.grant(name("passage.md"), len(TEXT), type="text/markdown")
    author.post(grant, TEXT)
    author.wait(grant["document"], 1)
    address = f"/api/v1/content/{grant['document']}"
    return address, author.http.get(address).json()["chunks"][0]


def test_every_learner_reads_a_passage_and_strangers_none(stack, learner, document):
    address, chunk = document
    reply = learner.http.get(f"{address}/passages/{chunk['id']}")
    assert reply.status_code == 200, reply.text
    assert reply.json()["content"] == chunk["content"]
    assert learner.http.get(f"{address}/passages/none").status_code == 404
    for path in (f"{address}/passages/{chunk['id']}", f"{address}/passages", "/api/v1/content/search?q=rows"):
        assert httpx.get(stack.env["TRACLEARN_URL"] + path).status_code == 401


def test_every_learner_reads_a_document_until_it_is_gone(author, learner, document):
    address, chunk = document
    reply = learner.http.get(f"{address}/passages", params={"limit": 1, "passage": chunk["id"]})
    assert reply.status_code == 200, reply.text
    (passage,) = reply.json()["passages"]
    assert (passage["id"], passage["content"]) == (chunk["id"], chunk["content"])
    known = {"If-None-Match": reply.headers["ETag"]}
    assert learner.http.get(f"{address}/passages", headers=known).status_code == 304
    for query in ("limit=201", "limit=0", "after=-2", "after=x", f"passage={'x' * 101}"):
        assert learner.http.get(f"{address}/passages?{query}").status_code == 400, query
    author.http.delete(address)
    author.wait(address.rsplit("/", 1)[1], 2, "removed")
    gone = learner.http.get(f"{address}/passages", headers=known)
    assert (gone.status_code, "not in the material" in gone.json()["message"]) == (404, True)


def test_every_learner_searches_what_is_live_and_sees_nothing_of_authors(learner, document):
    address, chunk = document
    reply = learner.http.get("/api/v1/content/search", params={"q": chunk["content"], "k": 50})
    hit = next(each for each in reply.json()["hits"] if each["chunk"] == chunk["id"])
    assert set(hit) == {
        *("chunk", "document", "name", "title", "subject", "heading", "page", "content", "score"),
    }
    assert address.endswith(hit["document"])
    for query in ("q=", f"q={'x' * 1001}", "q=rows&k=51"):
        assert learner.http.get(f"/api/v1/content/search?{query}").status_code == 400, query
