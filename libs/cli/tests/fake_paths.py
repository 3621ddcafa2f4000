"""Learning paths as the API shows them. Each look at one is the next of its `story`."""

import json

ROUTE = "/api/v1/learning-paths"
PROGRESS = "/api/v1/progress"
PASSAGE = "A transaction is a group of statements."
STEPS = [
    {
        "n": n,
        "step": f"3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a1{n}",
        "concept": concept,
        "title": concept.title(),
        "minutes": 6,
        "reason": "needed for isolation",
        "needs": [],
        "question": f"What is {concept} [of rows]?",
        "form": "definition",
        "difficulty": 2,
        "source": {
            "document": "0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11",
            "chunk": "5f1d6a2c9e0b4d7e",
            "name": "databases/isolation.pdf",
            "title": "Isolation levels",
            "heading": ["Isolation", "Locks"],
            "section": "Isolation, Locks",
            "page": n,
            "href": None,
            "text": PASSAGE,
        },
        "ticket_id": None,
        "retired": False,
    }
    for n, concept in enumerate(("transaction", "isolation"), 1)
]
WORKING = {"state": "working", "phase": "asking", "done": 1, "total": 2}
PROPOSED = {
    "state": "proposed",
    "done": 2,
    "total": 2,
    "title": "How isolation works",
    "path_minutes": 12,
    "step_count": 2,
    "steps": STEPS,
    "skipped": [{"concept": "table", "reason": "mastered"}],
    "warnings": ["The prerequisites go round in a circle."],
}
UNAVAILABLE = {
    "state": "unavailable",
    "reason": "not_covered",
    "detail": "The material says nothing about this.",
    "nearest": [{"concept": "transaction", "title": "Isolation levels"}],
}


class FakePaths:
    """`story`: None is 404, for what is not known yet; the last stays."""

    def __init__(self):
        self.requests, self.story, self.known, self.looks = [], [None, WORKING, PROPOSED], {}, 0
        self.trac_states, self.accepted, self.progress = ["proposed"], [], []

    def answer(self, method, path, body):
        if path == PROGRESS:
            return 200, {"progress": self.progress}
        rest = path.removeprefix(ROUTE).strip("/")
        if (method, rest) == ("POST", "generate"):
            return self.request(json.loads(body))
        if rest:
            return self.look(rest)
        return 200, {"paths": [self.shown(id_, {}) for id_ in self.known]}

    def request(self, said):
        self.requests.append(said)
        self.known[said["event_id"]] = said
        return 202, {"event_id": said["event_id"]}

    def state_in_trac(self):
        """What Trac says of a path's state; the last stays."""
        state = self.trac_states.pop(0) if len(self.trac_states) > 1 else self.trac_states[0]
        return (200, {"state": state}) if state else (404, {"message": "There is no such learning path."})

    def accept(self, form):
        """Trac makes the tickets, and tells the API."""
        assert form.pop("__FORM_TOKEN") == ["form-token"]
        self.accepted.append(form["step"])
        self.trac_states = ["accepted"]
        steps = [step | {"ticket_id": 50 + step["n"]} for step in STEPS if step["step"] in form["step"]]
        self.story = [PROPOSED, PROPOSED | {"state": "accepted", "steps": steps}]

    def look(self, id_):
        self.looks += 1
        now = self.story.pop(0) if len(self.story) > 1 else self.story[0]
        if id_ not in self.known or now is None:
            return 404, {"message": "You have no such path."}
        return 200, self.shown(id_, now)

    def shown(self, id_, now):
        said = self.known[id_]
        when = {"requested_at": "2026-01-15T09:30:00+00:00", "at": "2026-01-15T09:32:00+00:00"}
        wish = {name: said[name] for name in ("goal", "difficulty", "minutes")}
        start = {"state": "requested", "title": said["goal"], "path_minutes": None, "step_count": 0}
        rest = {"phase": None, "done": 0, "total": 0, "reason": None, "detail": ""}
        lists = {"nearest": [], "warnings": [], "skipped": [], "steps": [], "proposed_steps": []}
        return {"id": id_} | wish | when | start | rest | lists | now
