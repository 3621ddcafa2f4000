"""A real HTTP server that plays Cognito, the front door, the service and the bucket."""

import email
import hashlib
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from uuid import NAMESPACE_URL, uuid5

from .fake_grades import GRADES, REPLIES, SPENDING, FakeGrades
from .fake_paths import PROGRESS, ROUTE, FakePaths
from .fake_questions import QUESTIONS, FakeQuestions

AUTHOR = "author@demo.test"
LEARNER = "learner@demo.test"
TRAC = ("/trac/learning/path/", QUESTIONS)
PASSWORD = "learn-together-1"


class FakeService:
    """Documents as the API shows them. A test sets what goes wrong."""

    def __init__(self):
        self.documents, self.grants, self.asked, self.posted = {}, [], [], []
        self.sign_ins, self.tokens, self.account = 0, set(), None
        self.paths, self.grades, self.questions = FakePaths(), FakeGrades(), FakeQuestions()
        self.troubles, self.refusals = [], []
        self.gap_count = 2
        self.lifetime, self.slowness, self.stuck, self.holds = 300, 0.0, False, True
        self.lock = threading.Lock()
        server = type("Server", (ThreadingHTTPServer,), {"service": self, "request_queue_size": 64})
        self.server = server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.environment = {
            "TRACLEARN_URL": self.url,
            "COGNITO_ENDPOINT": self.url,
            "COGNITO_CLIENT_ID": "web",
            "DEMO_AUTHOR": AUTHOR,
            "DEMO_LEARNER": LEARNER,
            "DEMO_PASSWORD": PASSWORD,
        }

    def sign_in(self, body):
        given = body["AuthParameters"]
        if given["USERNAME"] not in {AUTHOR, LEARNER} or given["PASSWORD"] != PASSWORD:
            return 400, {"__type": "NotAuthorizedException", "message": "Incorrect username or password."}
        self.sign_ins += 1
        self.account = given["USERNAME"]
        self.tokens = {f"token-{self.sign_ins}"}
        return 200, {"AuthenticationResult": {"IdToken": f"token-{self.sign_ins}"}}

    def trac_page(self, method, url, cookies, body):
        """A page of Trac, which knows people by their cookie and wants its token with each form."""
        known = SimpleCookie(cookies)
        if known["trac_id"].value not in self.tokens:
            return 401, {"message": "Sign in."}
        path = url.path
        if url.path == f"{QUESTIONS}/export":
            return self.questions.export(parse_qs(url.query))
        if path.endswith("/state"):
            return self.paths.state_in_trac()
        if method == "GET":
            return 200, "<html>", {"Set-Cookie": "trac_form_token=form-token; Path=/trac"}
        assert known["trac_form_token"].value == "form-token"
        if path == f"{QUESTIONS}/import":
            return self.questions.import_file(email.message_from_bytes(body).get_payload())
        self.paths.accept(parse_qs(body.decode()))
        return 303, {}, {"Location": path.removesuffix("/accept")}

    def grant_uploads(self, files):
        assert 1 <= len(files) <= 100
        self.grants.append(files)
        return 200, {"grants": [self.grant(file) for file in files]}

    def grant(self, file):
        id_ = str(uuid5(NAMESPACE_URL, file["name"]))
        held = self.documents.setdefault(id_, {"revision": 0, "live": None, "sha256": None})
        nothing = {"name": file["name"], "document": id_, "reason": None, "url": None, "fields": None}
        if file["size"] == 0:
            return nothing | {
                "state": "refused",
                "document": None,
                "revision": None,
                "reason": "It is empty.",
            }
        if held["sha256"] == file["sha256"]:
            return nothing | {"state": "unchanged", "revision": held["live"]}
        held["revision"] += 1
        held.update(state="waiting_for_upload", name=file["name"], subject=file["subject"])
        until = datetime.now(UTC) + timedelta(seconds=self.lifetime)
        fields = {"key": f"content/{id_}/{held['revision']}", "Content-Type": file["type"] or "x/y"}
        where = {"url": f"{self.url}/bucket", "fields": fields | {"policy": "signed"}}
        return nothing | where | {
            "state": "granted", "revision": held["revision"], "expires_at": until.isoformat(), "max_bytes": 99
        }  # fmt: skip

    def store(self, parts):
        names = [part.get_param("name", header="content-disposition") for part in parts]
        assert names[-1] == "file" and {"key", "policy", "Content-Type"} <= set(names)
        fields = {name: part.get_payload(decode=True) for name, part in zip(names, parts, strict=True)}
        time.sleep(self.slowness)
        with self.lock:
            if self.refusals:
                return self.refusals.pop()
            _, id_, revision = fields["key"].decode().split("/")
            self.posted.append((self.documents[id_]["name"], fields["file"]))
            self.arrived(self.documents[id_], int(revision), fields["file"])
        return 204, ""

    def arrived(self, held, revision, content):
        if b"SCAN" in content:
            held.update(state="rejected", reason="scanned", detail="It holds pictures of text only.")
        elif self.stuck:
            held.update(state="embedding")
        else:
            held.update(state="ready", live=revision, sha256=hashlib.sha256(content).hexdigest())

    def summary(self, id_):
        held, ready = self.documents[id_], self.documents[id_]["state"] == "ready"
        shown = {
            name: held.get(name) for name in ("name", "revision", "state", "reason", "detail", "subject")
        }
        counts = {
            "chunks": 3 if ready else 0,
            "embedded": 2 if ready else 0,
            "reused": 1,
            "done": 1,
            "total": 3,
        }
        rest = {
            "origin": "upload",
            "title": "T",
            "type": None,
            "pages": None,
            "dropped": 1,
            "at": "2026-01-01",
        }
        return shown | counts | rest | {"document": id_, "live_revision": held["live"]}

    def list(self, query):
        ids = query.get("document") or sorted(self.documents, key=lambda id_: self.documents[id_]["name"])
        assert len(ids) <= 100 or "document" not in query
        self.asked.append(len(ids))
        names, after, limit = (
            query.get("names"),
            query.get("after", [""])[0],
            int(query.get("limit", [200])[0]),
        )
        found = [self.summary(id_) for id_ in ids if id_ in self.documents]
        found = [one for one in found if one["name"] > after and (not names or one["name"] in names)]
        return 200, {"documents": found[:limit], "next": found[limit - 1]["name"] if found[limit:] else None}

    def one(self, id_):
        where = {"heading": ["Keys", "Foreign"], "page": 2, "kind": "text", "ordinal": 0, "tokens": 9}
        twin = {"document": id_, "name": "twin.md", "chunk": "c", "heading": ["Other"], "similarity": 0.97}
        chunk = where | {"id": "c", "content": "A foreign key is …", "concept": None, "duplicates": [twin]}
        receipt = {"chunks": 3, "edges": 1} if self.documents[id_]["state"] == "removed" else None
        left = [{"what": "footer", "why": "on every page", "page": 1}]
        return 200, self.summary(id_) | {
            "chunks": [chunk],
            "dropped": left,
            "concepts": [],
            "receipt": receipt,
        }

    def remove(self, id_):
        held = self.documents[id_]
        held.update(state="removing", revision=held["revision"] + 1, sha256=None)
        answer = 202, self.summary(id_)
        held.update(state="removed")
        return answer

    def restore(self, id_):
        held = self.documents[id_]
        if held["state"] != "removed":
            return 409, {"message": "This document is not removed."}
        held.update(state="ready", revision=held["revision"] + 1)
        return 202, self.summary(id_)

    def search(self, query):
        hit = {"chunk": "c", "document": "d", "name": "a.md", "title": "A", "heading": ["Keys"], "page": 1}
        score = 0.81 if "key" in query["q"][0] else 0.4
        return 200, {"hits": [hit | {"content": "A key …", "score": score}][: int(query["k"][0])]}

    def concepts(self, query):
        why = [{"kind": "first_use", "document": "d", "chunk": "c", "text": "A join follows keys."}]
        edge = {"concept": "Joins", "decision": None, "evidence": why, "weight": 0.35}
        return 200, {
            "subjects": ["Git"], "subject": query.get("subject", ["Git"])[0], "cycles": [["Rows", "Keys"]],
            "concepts": [{"name": "Keys", "chunks": 2}, {"name": "Joins", "chunks": 1}],
            "edges": [
                edge | {"prerequisite": "Pages", "state": "suggested"},
                edge | {"prerequisite": "Tables", "state": "suggested", "weight": 0.5},
                edge | {"prerequisite": "Rows", "state": "agreed", "decision": "removed"},
                edge | {"prerequisite": "Keys", "state": "agreed"},
            ],
        }  # fmt: skip

    def gaps(self, query):
        """One on each page."""
        after = int(query.get("after", ["0"])[0])
        at = {"first_at": "2026-01-15T09:30:00+00:00", "last_at": "2026-01-16T17:05:00+00:00"}
        nearest = [{"concept": "batter", "title": "On eggs"}]
        gaps = [
            {"goal": "teach me\nto bake", "learners": 2, "requests": 3, **at, "nearest": nearest},
            {"goal": "knots", "learners": 1, "requests": 1, **at, "nearest": []},
        ][: self.gap_count]
        return 200, {"gaps": gaps[after : after + 1], "next": after + 1 if after + 1 < len(gaps) else None}


class Handler(BaseHTTPRequestHandler):
    def do(self):
        service, url = self.server.service, urlsplit(self.path)
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length) if service.holds or url.path != "/bucket" else self.drained(length)
        if service.troubles and url.path == service.troubles[0][0]:
            _, status, headers = service.troubles.pop(0)
            return (
                self.answer(status, {"message": "Not now."}, headers) if status else self.connection.close()
            )
        if url.path == "/bucket":
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            return self.answer(*service.store(email.message_from_bytes(head + body).get_payload()))
        if "X-Amz-Target" in self.headers or url.path.startswith(TRAC):
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            form = head + body if url.path == f"{QUESTIONS}/import" else body
            return self.answer(*self.without_bearer(url, form))
        if self.headers["Authorization"].removeprefix("Bearer ") not in service.tokens:
            return self.answer(401, {"message": "The token has expired."})
        if url.path.startswith((ROUTE, PROGRESS)):
            paths = partial(service.paths.answer, self.command, url.path, body)
            return self.answer(
                *(service.gaps(parse_qs(url.query)) if url.path == f"{ROUTE}/gaps" else paths())
            )
        is_of_grades = url.path.startswith((GRADES, REPLIES, SPENDING))
        return self.answer(*(service.grades.answer(url) if is_of_grades else self.routed(url, body)))

    def without_bearer(self, url, body):
        if "X-Amz-Target" in self.headers:
            return self.server.service.sign_in(json.loads(body))
        return self.server.service.trac_page(self.command, url, self.headers["Cookie"], body)

    def drained(self, length):
        """A form of the same fields with its file cut short."""
        start = self.rfile.read(5000)
        left = length - len(start)
        while left:
            end = self.rfile.read(min(left, 65536))
            left -= len(end)
        return start + end[end.rindex(b"\r\n--") :]

    do_GET = do_POST = do_DELETE = do

    def routed(self, url, body):
        service, rest = self.server.service, url.path.removeprefix("/api/v1/content").strip("/")
        match self.command, rest.split("/"):
            case "POST", [""]:
                return service.grant_uploads(json.loads(body)["files"])
            case "GET", [""]:
                return service.list(parse_qs(url.query))
            case "GET", ["search" | "concepts" as what]:
                return getattr(service, what)(parse_qs(url.query))
            case "GET", [id_]:
                return service.one(id_)
            case "DELETE", [id_]:
                return service.remove(id_)
            case "POST", [id_, "restore"]:
                return service.restore(id_)

    def answer(self, status, content, headers=()):
        body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Length": len(body), **dict(headers)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass
