"""The routes of grades with the contract's examples."""

from urllib.parse import parse_qs

from traclearn_contracts.files import CONTRACTS, read_yaml

ROUTES = read_yaml(CONTRACTS / "openapi.yaml")["paths"]
GRADES, SPENDING = "/api/v1/grades", "/api/v1/spending"
REPLIES = "/api/v1/llm/replies"


def example(route):
    return ROUTES[route]["get"]["responses"]["200"]["content"]["application/json"]["example"]


class FakeGrades:
    """A page has one entry; a test changes what is there."""

    def __init__(self):
        (entry,) = example(GRADES)["grades"]
        self.entries = [entry, {**entry, "learner": "=cmd|' /C calc'!A0", "counting_score": None}]
        self.story = example(f"{GRADES}/{{grade_id}}")
        self.replies = example(REPLIES)["replies"]
        self.spending = example(SPENDING)["spending"]

    def answer(self, url):
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == SPENDING:
            return 200, {"spending": self.spending[: int(asked["days"])]}
        if url.path == GRADES:
            after, wanted = int(asked.get("cursor", "at 0")[3:]), asked.get("course")
            known = [entry for entry in self.entries if wanted in (None, entry["course"])]
            return 200, {
                "grades": known[after : after + 1],
                "next": None,
                "next_cursor": f"at {after + 1}" if known[after + 1 :] else None,
            }
        if url.path == REPLIES:
            of_the_story = [str(self.story[name]) for name in ("ticket_id", "learner", "attempt")]
            asks = [asked[name] for name in ("ticket", "learner", "attempt")] == of_the_story
            return 200, {"replies": self.replies if asks else []}
        known = {entry["id"] for entry in self.story["story"]}
        if url.path.removeprefix(f"{GRADES}/") in known:
            return 200, self.story
        return 404, {"message": "There is no such grade."}
