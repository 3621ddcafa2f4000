"""An author without a browser, and the corpus as a reader sees it."""

import time
from pathlib import Path
from uuid import UUID

import httpx
from neo4j import GraphDatabase
from traclearn_local.clients.browser_session import BrowserSession

COURSE = Path(__file__).parents[2] / "infra" / "local" / "demo" / "databases"

SEEN = """
MATCH (:Document {id: $document})-[:LIVE]->(r:Revision)-[h:HAS]->(c:Chunk)
RETURN r.number AS revision, collect(c.content) AS contents
"""
FAULTS = """
MATCH (d:Document {id: $document})
RETURN COUNT { (d)-[:LIVE]->() } > 1 AS two_live,
       COUNT { (c:Chunk {document: d.id}) WHERE NOT (c)<-[:HAS]-(:Revision) } AS orphans,
       COUNT { (r:Revision {document: d.id}) WHERE NOT (d)-[:LIVE]->(r) } AS staged
"""


class Author:
    """Speaks to the content API through the front door, as the demo author."""

    def __init__(self, stack, who="AUTHOR"):
        with BrowserSession(stack.env, stack.env[f"DEMO_{who}"]) as visitor:
            self.token = visitor.token
        self.stack = stack
        headers = {"Authorization": f"Bearer {self.token}"}
        self.http = httpx.Client(base_url=stack.env["TRACLEARN_URL"], headers=headers, timeout=60)

    def close(self):
        self.http.close()

    def grant(self, name, size, **more):
        body = {"files": [{"name": name, "size": size, "subject": "Tests", **more}]}
        deadline = time.monotonic() + 30
        while True:
            reply = self.http.post("/api/v1/content", json=body)
            if reply.status_code != 503 or time.monotonic() > deadline:  # the service was just killed
                break
            time.sleep(0.5)
        assert reply.status_code == 200, reply.text
        (grant,) = reply.json()["grants"]
        return grant

    def post(self, grant, data):
        """As a browser posts the form: fields first, the file last. No token goes to the bucket."""
        return httpx.post(grant["url"], data=grant["fields"], files={"file": ("f", data)}, timeout=60)

    def add(self, name, data, **more):
        """Uploads; returns (document, revision)."""
        grant = self.grant(name, len(data), **more)
        assert grant["state"] == "granted", grant
        reply = self.post(grant, data)
        assert reply.status_code in (200, 201, 204), reply.text
        return grant["document"], grant["revision"]

    def get(self, document):
        reply = self.http.get(f"/api/v1/content/{document}")
        assert reply.status_code in (200, 503), reply.text
        return reply.json() if reply.status_code == 200 else {"state": "away", "revision": 0}

    def wait(self, document, revision, *states, seconds=90):
        """The document's page once the newest revision is in one of the states (`ready`)."""
        states = states or ("ready",)
        deadline = time.monotonic() + seconds
        while True:
            found = self.get(document)
            if found["revision"] >= revision and found["state"] in states:
                return found
            assert time.monotonic() < deadline, {k: v for k, v in found.items() if k != "chunks"}
            time.sleep(0.7)  # the front door lets 100 requests a minute through

    def ready(self, name, data, **more):
        return self.wait(*self.add(name, data, **more))

    def remove(self, document):
        reply = self.http.delete(f"/api/v1/content/{document}")
        assert reply.status_code == 202, reply.text

    def search(self, question, k=5):
        reply = self.http.get("/api/v1/content/search", params={"q": question, "k": k})
        assert reply.status_code == 200, reply.text
        return reply.json()["hits"]


class LiveCorpus:
    """Looks into Neo4j as readers do: only at what is live."""

    def __init__(self, stack):
        account = (stack.env["NEO4J_USER"], stack.env["NEO4J_PASSWORD"])
        self.driver = GraphDatabase.driver(stack.env["NEO4J_URI"], auth=account)

    def close(self):
        self.driver.close()

    def ask(self, query, **values):
        records, _, _ = self.driver.execute_query(query, **values)
        return [record.data() for record in records]

    def seen(self, document):
        """(revision, contents) of what readers find; None for nothing."""
        rows = self.ask(SEEN, document=str(UUID(str(document))))
        assert len(rows) <= 1, rows
        return (rows[0]["revision"], sorted(rows[0]["contents"])) if rows else None

    def faults(self, document):
        """What must not be once a document has come to rest."""
        (row,) = self.ask(FAULTS, document=str(document))
        return {name: value for name, value in row.items() if value}


def handbook(*paragraphs):
    """A Markdown document with a section a paragraph."""
    sections = [f"## Part {number}\n\n{text}\n" for number, text in enumerate(paragraphs, 1)]
    return ("# Handbook\n\n" + "\n".join(sections)).encode()
