"""Trac's pages for questions as files, for a program."""

from copy import deepcopy

QUESTIONS = "/trac/learning/questions"
OUTCOMES = [
    {"place": "question 1", "title": "Tides", "outcome": "new", "ticket": 12, "released": False, "note": ""},
    {
        "place": "question 2",
        "title": "",
        "outcome": "refused",
        "ticket": None,
        "released": False,
        "note": "No.",
    },
]


class FakeQuestions:
    """`brought`: (fields of the form, name of the file, content) of each import."""

    def __init__(self):
        self.brought, self.outcomes, self.refusal = [], deepcopy(OUTCOMES), None

    def export(self, query):
        return 200, f"questions: [] # {query['format'][0]} {query.get('course', ['all'])[0]}\n"

    def import_file(self, parts):
        if self.refusal:
            return 400, {"message": self.refusal}
        fields = {
            part.get_param("name", header="content-disposition"): part.get_payload(decode=True).decode()
            for part in parts
        }
        file = fields.pop("file")
        assert fields.pop("__FORM_TOKEN") == "form-token"
        self.brought.append((fields, parts[-1].get_filename(), file))
        return 200, {"outcomes": self.outcomes}
