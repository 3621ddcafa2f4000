"""The limits that docs/security.md names are those of the code."""

import re

import pytest
from grader.application.question_trial import MAX_CHARS
from grader.settings import Settings as GraderSettings
from path_generator.domain.paths.plan import MAX_STEPS
from path_generator.settings import Settings as PathGeneratorSettings
from traclearn_contracts.content import MAX_FILE_BYTES
from traclearn_local.cloud.front_door import MAX_REQUESTS_PER_MINUTE, MAX_TRAC_BYTES, REQUEST_SECONDS
from traclearn_local.stack import ROOT
from traclearn_worker.settings import WorkerSettings

MIB = 1 << 20
ROWS = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|", (ROOT / "docs/security.md").read_text(), re.M))


def default(settings, name):
    return settings.model_fields[name].default


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("API", f"{MAX_REQUESTS_PER_MINUTE} requests a minute"),
        ("request", f"{REQUEST_SECONDS} s, {MAX_TRAC_BYTES // MIB} MiB for Trac"),
        ("hints and explanations", f"{default(GraderSettings, 'hints_per_minute')} a minute"),
        ("trial of a question", f"{MAX_CHARS:,} characters"),
        ("path", f"{default(PathGeneratorSettings, 'requests_per_hour')} paths an hour"),
        ("path", f"{MAX_STEPS} steps"),
        ("one file", f"{MAX_FILE_BYTES // MIB} MiB"),
        ("handler", f"{default(WorkerSettings, 'handler_timeout')} s"),
    ],
)
def test_limit_of_the_document_is_the_one_of_the_code(row, said):
    assert said in ROWS[row]
